import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  isLarge?: boolean;
  isWide?: boolean;
  /** Shows a spinner and takes no presses; the label stays so that the width does not jump. */
  isBusy?: boolean;
  icon?: ReactNode;
}

export function buttonClass(look: ButtonProps['look'] = 'plain', isLarge = false, isWide = false): string {
  return ['button', `button--${look}`, isLarge && 'button--large', isWide && 'button--wide']
    .filter(Boolean)
    .join(' ');
}

export function Button({ look, isLarge, isWide, isBusy, icon, children, className, ...rest }: ButtonProps) {
  const classes = [buttonClass(look, isLarge, isWide), className].filter(Boolean).join(' ');
  return (
    <button type="button" {...rest} className={classes} disabled={rest.disabled || isBusy} aria-busy={isBusy}>
      {isBusy ? <Spinner size={20} /> : icon}
      {children}
    </button>
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: read aloud, and shown as the tooltip. */
  label: string;
  isGlass?: boolean;
}

export function IconButton({ label, isGlass, className, children, ...rest }: IconButtonProps) {
  const classes = ['icon-button', isGlass && 'icon-button--glass', className].filter(Boolean).join(' ');
  return (
    <button type="button" title={label} {...rest} className={classes} aria-label={label}>
      {children}
    </button>
  );
}
