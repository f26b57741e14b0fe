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
