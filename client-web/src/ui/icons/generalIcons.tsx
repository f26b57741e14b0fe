import { Icon, type IconProps } from './Icon.tsx';

export function CopyIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="8.5" y="8.5" width="12" height="12" rx="3" />
      <path d="M15.5 8.5V6a2.5 2.5 0 0 0-2.5-2.5H6A2.5 2.5 0 0 0 3.5 6v7A2.5 2.5 0 0 0 6 15.5h2.5" />
    </Icon>
  );
}

export function CheckIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m4.5 12.5 5 5 10-11" />
    </Icon>
  );
}

export function ChevronDownIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6 9.5 6 6 6-6" />
    </Icon>
  );
}

export function CloseIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="m6 6 12 12M18 6 6 18" />
    </Icon>
  );
}

export function UsersIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="9" cy="8" r="3.7" />
      <path d="M2.5 19.5c.5-3.5 3.2-5.3 6.5-5.3s6 1.8 6.5 5.3M15.8 4.7a3.7 3.7 0 0 1 0 6.6M18 14.8c2 .7 3.2 2.3 3.5 4.7" />
    </Icon>
  );
}

export function SettingsIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9" />
      <circle cx="15.2" cy="7" r="2.3" />
      <circle cx="8.7" cy="17" r="2.3" />
    </Icon>
  );
}

export function DiceIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="3.5" y="3.5" width="17" height="17" rx="4.5" />
      <g fill="currentColor" stroke="none">
        <circle cx="8.5" cy="8.5" r="1.5" />
        <circle cx="15.5" cy="8.5" r="1.5" />
        <circle cx="12" cy="12" r="1.5" />
        <circle cx="8.5" cy="15.5" r="1.5" />
        <circle cx="15.5" cy="15.5" r="1.5" />
      </g>
    </Icon>
  );
}

export function ClockIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="12" r="8.7" />
      <path d="M12 7v5.3l3.4 2" />
    </Icon>
  );
}

export function LockIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="4.5" y="10.5" width="15" height="10" rx="3" />
      <path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.7v1.6" />
    </Icon>
  );
}

export function AlertIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M12 9v4.5M12 16.7v.1M10.3 4.2 2.9 17a2 2 0 0 0 1.7 3h14.8a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0Z" />
    </Icon>
  );
}

export function UnpluggedIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M8.5 14.5 4 19M15.5 9.5 20 5M10 6l-1 1M18 14l-1 1M6.5 11l6.5 6.5-1.8 1.8a4.6 4.6 0 0 1-6.5-6.5ZM11 6.5l1.8-1.8a4.6 4.6 0 0 1 6.5 6.5L17.5 13Z" />
    </Icon>
  );
}

export function SearchIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="10.8" cy="10.8" r="7" />
      <path d="m16 16 4.8 4.8" />
    </Icon>
  );
}

export function TabsIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="7.5" y="3.5" width="13" height="11" rx="2.8" />
      <path d="M16.5 17.5a3 3 0 0 1-3 3h-7a3 3 0 0 1-3-3v-5a3 3 0 0 1 1-2.2" />
    </Icon>
  );
}

export function InfoIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="12" r="8.7" />
      <path d="M12 11v5.2M12 7.7v.1" />
    </Icon>
  );
}

export function UserIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="8" r="4" />
      <path d="M4.5 20c.7-4 3.7-6 7.5-6s6.8 2 7.5 6" />
    </Icon>
  );
}

export function UnlockIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <rect x="4.5" y="10.5" width="15" height="10" rx="3" />
      <path d="M8 10.5V7.5a4 4 0 0 1 7.6-1.7M12 14.7v1.6" />
    </Icon>
  );
}

export function PlusIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M12 5v14M5 12h14" />
    </Icon>
  );
}

export function MinusIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M5 12h14" />
    </Icon>
  );
}

export function GiftIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4.5 12v6.500a2 2 0 0 0 2 2h11a2 2 0 0 0 2-2V12M3.500 8h17v4h-17zM12 8v12.500" />
      <path d="M12 8c-1-3-2.600-4.500-4.400-4.500a2.200 2.200 0 0 0 0 4.500H12Zm0 0c1-3 2.600-4.500 4.400-4.500a2.200 2.200 0 0 1 0 4.500H12Z" />
    </Icon>
  );
}

/** Two arrows in a circle: another one in its place. */
export function RenewIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M19.5 9.5A8 8 0 0 0 5.2 7.6M4.5 14.5a8 8 0 0 0 14.3 1.9" />
      <path d="M4.5 3.5v4.3h4.3M19.5 20.5v-4.3h-4.3" />
    </Icon>
  );
}
