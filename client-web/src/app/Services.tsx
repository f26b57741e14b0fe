import { createContext, type ReactNode, use } from 'react';
import { GuestIdentity } from '../features/identity/GuestIdentity.ts';
import { RestClient } from '../sdk/index.ts';

export interface Services {
  identity: GuestIdentity;
  /** Speaks as the present guest, whom it signs in on the first call that needs one. */
  rest: RestClient;
  /** For what everybody may read: no token, so reading the lobby makes no guest. */
  publicRest: RestClient;
}

export function createServices(): Services {
  const publicRest = new RestClient();
  const identity = new GuestIdentity((name, earlierToken) => publicRest.loginAsGuest(name, earlierToken));
  return { identity, publicRest, rest: new RestClient({ token: () => identity.token() }) };
}

const ServicesContext = createContext<Services | null>(null);

export function ServicesProvider({ services, children }: { services: Services; children: ReactNode }) {
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

export function useServices(): Services {
  const services = use(ServicesContext);
  if (!services) throw new Error('useServices needs a ServicesProvider above it');
  return services;
}
