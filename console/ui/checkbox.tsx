import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox';
import styles from '#console/ui/field.module.css';

export const Checkbox = ({
  children,
  ...props
}: Omit<AriaCheckboxProps, 'className' | 'children'> & { children?: ReactNode }) => (
  <AriaCheckbox {...props} className={styles.check}>
    {({ isSelected, isIndeterminate }) => (
      <>
        <span className={styles.box}>
          {isIndeterminate ? <Minus aria-hidden /> : isSelected && <Check aria-hidden />}
        </span>
        {children !== undefined && <span>{children}</span>}
      </>
    )}
  </AriaCheckbox>
);
