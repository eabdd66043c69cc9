import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/dialog.module.css';

interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  isWide?: boolean;
  role?: 'dialog' | 'alertdialog';
  children: ReactNode;
}

const fields =
  'input:enabled:not([type=hidden], [type=file], [hidden]), textarea:enabled, [role=spinbutton], button[aria-haspopup=listbox]:enabled';

/** Who opened the dialog by a key types on in its first field. */
const ToFirstField = ({ dialog }: { dialog: RefObject<HTMLElement | null> }) => {
  useEffect(() => dialog.current?.querySelector<HTMLElement>(fields)?.focus(), [dialog]);
  return null;
};

/** A question or form before the page. Escape or a click beside it closes what is no alert. */
export const Dialog = ({ title, isOpen, onClose, isWide, role = 'dialog', children }: DialogProps) => {
  const text = useText();
  const dialog = useRef<HTMLElement>(null);
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={role === 'dialog'}
      className={styles.overlay ?? ''}
    >
      <Modal className={classes(styles.modal, isWide && styles.wide)}>
        <AriaDialog ref={dialog} role={role} className={styles.dialog ?? ''}>
          <div className={styles.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={text('action.back')} size="small" onPress={onClose}>
              <X aria-hidden />
            </IconButton>
          </div>
          {children}
          <ToFirstField dialog={dialog} />
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
};

/** The buttons at the foot of a dialog or form. */
export const Actions = ({ children }: { children: ReactNode }) => <div className={styles.actions}>{children}</div>;
