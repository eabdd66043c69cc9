import { X } from 'lucide-react';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import { showToasts, type Toast } from '#console/ui/toast.ts';
import styles from '#console/ui/toasts.module.css';

const queue = new ToastQueue<Toast>({ maxVisibleToasts: 3 });
const goodMs = 6000;
showToasts((toast) => void queue.add(toast, toast.tone === 'good' ? { timeout: goodMs } : {}));

/** What is said in passing, in a corner. */
export const Toasts = () => {
  const text = useText();
  return (
    <ToastRegion queue={queue} className={styles.region ?? ''}>
      {({ toast }) => (
        <AriaToast toast={toast} className={classes(styles.toast, styles[toast.content.tone])}>
          <ToastContent className={styles.content ?? ''}>
            <Text slot="title">{toast.content.isOffline ? text('error.offline') : toast.content.title}</Text>
            {toast.content.isOffline && <Text slot="description">{text('error.offlineText')}</Text>}
            {toast.content.detail !== undefined && <Text slot="description">{toast.content.detail}</Text>}
          </ToastContent>
          <IconButton slot="close" label={text('action.dismiss')} size="small">
            <X aria-hidden />
          </IconButton>
        </AriaToast>
      )}
    </ToastRegion>
  );
};
