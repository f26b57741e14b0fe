export function Spinner({ size = 40 }: { size?: number }) {
  return (
    <svg
      className="spinner"
      style={{ width: size, height: size }}
      viewBox="0 0 40 40"
      fill="none"
      aria-hidden="true"
    >
      <circle cx="20" cy="20" r="16" stroke="currentColor" strokeOpacity="0.2" strokeWidth="4" />
      <path d="M36 20A16 16 0 0 0 20 4" stroke="currentColor" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
