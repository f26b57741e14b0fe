import { useId, useState } from 'react';
import { hash, initial } from './hash.ts';

interface CoverProps {
  seed: string;
  title: string;
  url: string | null;
  className?: string;
}

/** A room's picture: its own cover, or one drawn from its id so that every room is recognisable without any upload. */
export function Cover({ seed, title, url, className }: CoverProps) {
  const [brokenUrl, setBrokenUrl] = useState<string | null>(null);
  return (
    <span className={['cover', className].filter(Boolean).join(' ')} aria-hidden="true">
      {url && url !== brokenUrl ? (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setBrokenUrl(url)} />
      ) : (
        <GeneratedCover seed={seed} title={title} />
      )}
    </span>
  );
}

// Pairs that look well beside each other on a dark page; a free hue wheel gives mud and mustard.
const palettes = [
  ['#ff5a4f', '#ff9a5c', '#3a0d24'],
  ['#4fe3c1', '#2b8cff', '#061f3a'],
  ['#ffc148', '#ff5a7a', '#3b1020'],
  ['#8f7bff', '#ff6fae', '#1c0f45'],
  ['#3ad0ff', '#6a5cff', '#0a1747'],
  ['#b6f26a', '#1fbf8f', '#06291f'],
  ['#ff7ac3', '#ffb36b', '#3d0f34'],
  ['#6fe0ff', '#57d38c', '#08283a'],
] as const;

function GeneratedCover({ seed, title }: { seed: string; title: string }) {
  const id = useId();
  const value = hash(seed);
  const [bright, warm, deep] = palettes[value % palettes.length] ?? palettes[0];
  const x = 40 + ((value >>> 4) % 320);
  const y = 30 + ((value >>> 9) % 240);
  const turn = (value >>> 14) % 360;
  return (
    <svg viewBox="0 0 400 300" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <radialGradient id={`${id}a`} cx={x} cy={y} r="300" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor={bright} />
          <stop offset="0.55" stopColor={warm} stopOpacity="0.55" />
          <stop offset="1" stopColor={deep} stopOpacity="0" />
        </radialGradient>
        <radialGradient id={`${id}b`} cx={400 - x} cy={330 - y} r="240" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor={warm} stopOpacity="0.8" />
          <stop offset="1" stopColor={deep} stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="400" height="300" fill={deep} />
      <rect width="400" height="300" fill={`url(#${id}b)`} />
      <rect width="400" height="300" fill={`url(#${id}a)`} />
      <g transform={`rotate(${turn} ${x} ${y})`} fill="none" stroke="#fff" strokeWidth="14">
        {[70, 118, 166, 214].map((radius, ring) => (
          <circle
            key={radius}
            cx={x}
            cy={y}
            r={radius}
            strokeOpacity={0.2 - ring * 0.04}
            strokeLinecap="round"
            strokeDasharray={`${radius * 2.2} ${radius * 0.9}`}
          />
        ))}
      </g>
      <text
        x="200"
        y="150"
        textAnchor="middle"
        dominantBaseline="central"
        fontSize="132"
        fontWeight="800"
        fill="#fff"
        fillOpacity="0.92"
      >
        {initial(title)}
      </text>
    </svg>
  );
}
