import { Icon, type IconProps } from './Icon.tsx';

export function CameraIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.5" y="6" width="13" height="12" rx="3" />
      <path d="m15.5 10.6 4.6-2.7c.6-.3 1.4.1 1.4.8v6.6c0 .7-.8 1.1-1.4.8l-4.6-2.7" />
    </Icon>
  );
}

export function CameraOffIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M9 6h3.5a3 3 0 0 1 3 3v6M14.3 17.6a3 3 0 0 1-1.8.4h-7a3 3 0 0 1-3-3V9a3 3 0 0 1 2-2.8" />
      <path d="m15.5 10.6 4.6-2.7c.6-.3 1.4.1 1.4.8v6.6c0 .5-.4.9-.9.9" />
      <path d="m3 3 18 18" />
    </Icon>
  );
}

export function MicIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="8.5" y="2.5" width="7" height="12" rx="3.5" />
      <path d="M5 11.5a7 7 0 0 0 14 0M12 18.5v3" />
    </Icon>
  );
}

export function MicOffIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M15.5 9.5V6a3.5 3.5 0 0 0-6.7-1.4M8.5 8.5V11a3.5 3.5 0 0 0 5.6 2.8" />
      <path d="M5 11.5a7 7 0 0 0 11.5 5.4M19 11.5c0 1-.2 2-.6 2.8M12 18.5v3M3 3l18 18" />
    </Icon>
  );
}

export function ScreenShareIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.5" y="4" width="19" height="13" rx="3" />
      <path d="M12 13.5V8M9.5 10 12 7.5l2.5 2.5M8.5 20.5h7" />
    </Icon>
  );
}

export function ScreenStopIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="2.5" y="4" width="19" height="13" rx="3" />
      <path d="m10 8.5 4 4M14 8.5l-4 4M8.5 20.5h7" />
    </Icon>
  );
}

export function FlipIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M20 11a8 8 0 0 0-14.3-4.4L4 8.5M4 4v4.5h4.5M4 13a8 8 0 0 0 14.3 4.4l1.7-1.9M20 20v-4.5h-4.5" />
    </Icon>
  );
}

export function VolumeIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4 9.5v5h3.5l5 4.5V5l-5 4.5Z" />
      <path d="M16 9a4.2 4.2 0 0 1 0 6M18.5 6.5a7.8 7.8 0 0 1 0 11" />
    </Icon>
  );
}

export function VolumeOffIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4 9.5v5h3.5l5 4.5V5l-5 4.5Z" />
      <path d="m16.5 9.5 5 5M21.5 9.5l-5 5" />
    </Icon>
  );
}

export function FullscreenIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8.5 3.5H6A2.5 2.5 0 0 0 3.5 6v2.5M15.5 3.5H18A2.5 2.5 0 0 1 20.5 6v2.5M8.5 20.5H6A2.5 2.5 0 0 1 3.5 18v-2.5M15.5 20.5H18a2.5 2.5 0 0 0 2.5-2.5v-2.5" />
    </Icon>
  );
}

export function FullscreenExitIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M3.5 8.5H6A2.5 2.5 0 0 0 8.5 6V3.5M20.5 8.5H18A2.5 2.5 0 0 1 15.5 6V3.5M3.5 15.5H6A2.5 2.5 0 0 1 8.5 18v2.5M20.5 15.5H18a2.5 2.5 0 0 0-2.5 2.5v2.5" />
    </Icon>
  );
}

export function PictureInPictureIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M11 18.5H6A2.5 2.5 0 0 1 3.5 16V7A2.5 2.5 0 0 1 6 4.5h12A2.5 2.5 0 0 1 20.5 7v3.5" />
      <rect x="13.5" y="13.5" width="8" height="6.5" rx="1.8" fill="currentColor" stroke="none" />
    </Icon>
  );
}

export function BroadcastIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="12" r="2.4" fill="currentColor" stroke="none" />
      <path d="M8 16a5.6 5.6 0 0 1 0-8M16 8a5.6 5.6 0 0 1 0 8M5 19A9.9 9.9 0 0 1 5 5M19 5a9.9 9.9 0 0 1 0 14" />
    </Icon>
  );
}
