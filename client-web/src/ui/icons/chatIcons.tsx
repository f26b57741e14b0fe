import { Icon, type IconProps } from './Icon.tsx';

export function SendIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M20.5 4 10.8 13.7M20.5 4l-6 16.5-3.7-6.8L4 10z" />
    </Icon>
  );
}

export function MoreIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <g fill="currentColor" stroke="none">
        <circle cx="5" cy="12" r="1.8" />
        <circle cx="12" cy="12" r="1.8" />
        <circle cx="19" cy="12" r="1.8" />
      </g>
    </Icon>
  );
}

export function SmileIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <circle cx="12" cy="12" r="8.7" />
      <path d="M8.2 14.2a4.4 4.4 0 0 0 7.6 0" />
      <g fill="currentColor" stroke="none">
        <circle cx="9" cy="9.8" r="1.2" />
        <circle cx="15" cy="9.8" r="1.2" />
      </g>
    </Icon>
  );
}

export function PinIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path d="M4 9.5v5h3l6.5 4.2V5.3L7 9.5zM17 9a4.3 4.3 0 0 1 0 6M19.4 6.6a7.7 7.7 0 0 1 0 10.8" />
    </Icon>
  );
}

/** 弹幕: text that passes over the picture. */
export function DanmakuIcon({ isOff = false, ...props }: IconProps & { isOff?: boolean }) {
  return (
    <Icon {...props}>
      <rect x="3" y="5" width="18" height="14" rx="3.5" />
      {isOff ? <path d="M4 20 20 4" /> : <path d="M7 10h5M15 10h2M7 14h2M12 14h5" />}
    </Icon>
  );
}
