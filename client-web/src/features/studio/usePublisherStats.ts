import { useEffect, useState } from 'react';
import type { LiveClient, PublisherStats } from '../../sdk/index.ts';

const everyMs = 1000;

/** What we send, measured every second; null until the first measurement. */
export function usePublisherStats(client: LiveClient): PublisherStats | null {
  const [stats, setStats] = useState<PublisherStats | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const measure = async () => {
      const measured = await client.publisher.stats().catch(() => null);
      if (isCurrent) setStats(measured);
    };
    void measure();
    const timer = setInterval(() => void measure(), everyMs);
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [client]);
  return stats;
}
