import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import styles from '#console/ui/button.module.css';
import { type ButtonLook, lookOf } from '#console/ui/button-look.ts';

type ButtonProps = Omit<AriaButtonProps, 'className' | 'children'> & ButtonLook & { children: ReactNode };

/**
 * A button with words. While `isPending` it shows that and takes no second press; of forms, too. It
 * is not React Aria's own `isPending`, which announces a button by its id after it has gone.
 */
export const Button = ({ look, size, children, isPending, type, onPress, ...props }: ButtonProps) => (
  <AriaButton
    {...props}
    {...(!isPending && onPress && { onPress })}
    {...(type !== undefined && { type: isPending ? 'button' : type })}
    className={lookOf({ look, size }, isPending && styles.pending)}
  >
    {isPending && <LoaderCircle aria-hidden />}
    {children}
  </AriaButton>
);

type IconButtonProps = Omit<ButtonProps, 'aria-label'> & { label: string };

/** A button with a picture; `label` is its name for those who cannot see it. */
export const IconButton = ({ look = 'quiet', size, children, label, ...props }: IconButtonProps) => (
  <AriaButton {...props} aria-label={label} className={lookOf({ look, size }, styles.icon)}>
    {children}
  </AriaButton>
);

type ButtonLinkProps = Omit<AriaLinkProps, 'className' | 'children'> & ButtonLook & { children: ReactNode };

/** A link that looks like a button, since it leads on to an act. */
export const ButtonLink = ({ look, size, children, ...props }: ButtonLinkProps) => (
  <AriaLink {...props} className={lookOf({ look, size })}>
    {children}
  </AriaLink>
);
