import { X } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField as AriaSearchField, type SearchFieldProps } from 'react-aria-components/SearchField';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/ui/field.module.css';

export const SearchField = ({
  label,
  isLabelHidden,
  placeholder,
  ...props
}: Omit<SearchFieldProps, 'className' | 'children'> & {
  label: string;
  isLabelHidden?: boolean;
  placeholder?: string;
}) => {
  const text = useText();
  return (
    <AriaSearchField {...props} className={styles.field}>
      <Label className={isLabelHidden ? 'visually-hidden' : styles.label}>{label}</Label>
      <Group className={styles.group}>
        <Input placeholder={placeholder} />
        {props.value !== '' && (
          <AriaButton aria-label={text('action.clear')} className={styles.clear ?? ''}>
            <X size={16} aria-hidden />
          </AriaButton>
        )}
      </Group>
    </AriaSearchField>
  );
};
