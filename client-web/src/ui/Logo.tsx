/** The mark: two microphones' halves hooked into each other, as two people on one stage. */
export function Logo({ size = 30 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="none"
      strokeWidth="3.4"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path
        d="M11.600 5a5.400 5.400 0 0 0-5.400 5.400v9.200a5.400 5.400 0 0 0 10.800 0"
        stroke="var(--live)"
      />
      <path
        d="M20.400 27a5.400 5.400 0 0 0 5.400-5.400v-9.200a5.400 5.400 0 0 0-10.800 0"
        stroke="var(--link)"
      />
    </svg>
  );
}
