import { Icon, type IconProps } from './Icon.tsx';

/** Two people joined: to come on stage. */
export function StageIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="7.6" cy="8.2" r="3.4" />
      <circle cx="16.4" cy="8.2" r="3.4" />
      <path d="M2.5 18.5c.5-3.2 2.5-4.800 5.100-4.800 1.800 0 3.400.8 4.400 2.300 1-1.5 2.600-2.300 4.400-2.300 2.600 0 4.600 1.600 5.100 4.800" />
    </Icon>
  );
}

export function HandIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 12.5V5.800a1.5 1.5 0 0 1 3 0v5M11 10.5V4.300a1.5 1.5 0 0 1 3 0v6.400M14 11V5.800a1.5 1.5 0 0 1 3 0v8.400c0 4-2.300 6.800-6 6.800-3 0-4.600-1.300-6-4l-2-3.800a1.5 1.5 0 0 1 2.600-1.5L8 15" />
    </Icon>
  );
}

export function CrownIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m3.5 8 4.300 4L12 5l4.2 7 4.300-4-1.800 10.5H5.300Z" fill="currentColor" />
    </Icon>
  );
}

export function LeaveIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M14 4.5H8A3 3 0 0 0 5 7.5v9a3 3 0 0 0 3 3h6M16.5 8.5 20 12l-3.5 3.5M20 12h-9.5" />
    </Icon>
  );
}

/** The panic button: off the air at once. */
export function CutIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8 3h8l5 5v8l-5 5H8l-5-5V8Z" />
      <path d="m9 9 6 6M15 9l-6 6" />
    </Icon>
  );
}

export function TakeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M12 15V4.5M7.5 9 12 4.5 16.5 9M4.5 15v2.5a2.5 2.5 0 0 0 2.5 2.5h10a2.5 2.5 0 0 0 2.5-2.5V15" />
    </Icon>
  );
}

export function GridViewIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="3.5" y="4" width="7.5" height="7" rx="2" />
      <rect x="13" y="4" width="7.5" height="7" rx="2" />
      <rect x="3.5" y="13" width="7.5" height="7" rx="2" />
      <rect x="13" y="13" width="7.5" height="7" rx="2" />
    </Icon>
  );
}

export function SpeakerViewIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="3.5" y="4" width="17" height="10" rx="2.5" />
      <rect x="3.5" y="16.5" width="4.5" height="3.5" rx="1.2" />
      <rect x="9.75" y="16.5" width="4.5" height="3.5" rx="1.2" />
      <rect x="16" y="16.5" width="4.5" height="3.5" rx="1.2" />
    </Icon>
  );
}

export function EyeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
      <circle cx="12" cy="12" r="3" />
    </Icon>
  );
}

/** Crossed swords: a PK. */
export function PkIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4 4h3.5l9 9M20 4h-3.5l-9 9M13.5 16l3-3M7.5 13l3 3M17 17l3 3M7 17l-3 3M15 18l3.5-3.5M9 18l-3.5-3.5" />
    </Icon>
  );
}
