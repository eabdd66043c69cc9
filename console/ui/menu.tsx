import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import styles from '#console/ui/field.module.css';

interface MenuEntry {
  id: string;
  name: string;
  icon?: ReactNode;
  href?: string;
  isDisabled?: boolean;
  onPress?: () => void;
}

/** A button (`trigger`) that opens a list of acts. */
export const Menu = ({
  trigger,
  entries,
  label,
}: {
  trigger: ReactNode;
  entries: readonly MenuEntry[];
  label: string;
}) => (
  <MenuTrigger>
    {trigger}
    <Popover className={styles.popover ?? ''}>
      <AriaMenu aria-label={label} className={styles.list ?? ''}>
        {entries.map(({ id, name, icon, href, isDisabled = false, onPress }) => (
          <MenuItem
            key={id}
            id={id}
            textValue={name}
            isDisabled={isDisabled}
            {...(href !== undefined && { href })}
            {...(onPress && { onAction: onPress })}
            className={styles.option ?? ''}
          >
            {icon}
            {name}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);
