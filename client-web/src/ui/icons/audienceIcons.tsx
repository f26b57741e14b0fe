import { Icon, type IconProps } from './Icon.tsx';

export function HeartIcon(props: IconProps) {
  return (
    <Icon {...props}>
      <path
        fill="currentColor"
        d="M12 20.2C5.6 15.9 3 12.5 3 8.9A4.9 4.9 0 0 1 7.9 4c1.7 0 3.2.9 4.1 2.4A4.8 4.8 0 0 1 16.1 4 4.9 4.9 0 0 1 21 8.9c0 3.6-2.6 7-9 11.3z"
      />
    </Icon>
  );
}
