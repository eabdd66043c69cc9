import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  type PressEvent,
} from 'react-aria-components/Button';
import { Link as AriaLink, type LinkProps as AriaLinkProps } from 'react-aria-components/Link';
import styles from '#console/ui/button.module.css';
import { type ButtonLook, lookOf } from '#console/ui/button-look.ts';
import { sayFailed } from '#console/ui/toast.ts';

type ButtonProps = Omit<AriaButtonProps, 'className' | 'children' | 'onPress'> &
  ButtonLook & {
    /** What it promises is waited for, and said where it fails. */
    onPress?: (event: PressEvent) => unknown;
    children: ReactNode;
  };

/** Waits for what a press promises. */
const usePromised = (onPress: ButtonProps['onPress']) => {
  const [isUnderWay, setUnderWay] = useState(false);
  const press = (event: PressEvent) => {
    const promised = onPress?.(event);
    if (!(promised instanceof Promise)) return;
    setUnderWay(true);
    promised.catch(sayFailed).finally(() => setUnderWay(false));
  };
  return { isUnderWay, press };
};

/**
 * A button with words. While it is pending it shows that and takes no second press; of forms, too.
 * It is not React Aria's own `isPending`, which announces a button by its id after it has gone.
 */
export const Button = ({ look, size, children, isPending, type, onPress, ...props }: ButtonProps) => {
  const { isUnderWay, press } = usePromised(onPress);
  const isBusy = isPending || isUnderWay;
  return (
    <AriaButton
      {...props}
      {...(!isBusy && onPress && { onPress: press })}
      {...(type !== undefined && { type: isBusy ? 'button' : type })}
      className={lookOf({ look, size }, isBusy && styles.pending)}
    >
      {isBusy && <LoaderCircle aria-hidden />}
      {children}
    </AriaButton>
  );
};

type IconButtonProps = Omit<ButtonProps, 'aria-label' | 'isPending'> & { label: string };

/** A button with a picture; `label` is its name for those who cannot see it. */
export const IconButton = ({ look = 'quiet', size, children, label, onPress, ...props }: IconButtonProps) => {
  const { isUnderWay, press } = usePromised(onPress);
  return (
    <AriaButton
      {...props}
      {...(onPress && !isUnderWay && { onPress: press })}
      aria-label={label}
      className={lookOf({ look, size }, styles.icon)}
    >
      {children}
    </AriaButton>
  );
};

type ButtonLinkProps = Omit<AriaLinkProps, 'className' | 'children'> & ButtonLook & { children: ReactNode };

/** A link that looks like a button, since it leads on to an act. */
export const ButtonLink = ({ look, size, children, ...props }: ButtonLinkProps) => (
  <AriaLink {...props} className={lookOf({ look, size })}>
    {children}
  </AriaLink>
);
