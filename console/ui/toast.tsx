import { X } from 'lucide-react';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { Problem } from '#client/client.ts';
import { useText } from '#console/i18n/use-text.ts';
import { IconButton } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/toast.module.css';

interface ToastWords {
  title: string;
  detail?: string;
  tone?: 'good' | 'danger';
}

const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: 3 });
const goodMs = 6000;

/** Says in passing that something was done. */
export const sayDone = (title: string): void => void queue.add({ title, tone: 'good' }, { timeout: goodMs });

/** Says that something was refused or failed; it stays until it is dismissed. */
export const sayFailed = (error: unknown): void => {
  const problem = error instanceof Problem ? error : undefined;
  const title = error instanceof Error ? error.message : String(error);
  const details = [...(problem?.errors.map(({ detail }) => detail) ?? []), problem?.requestId].filter(Boolean);
  queue.add({ title, tone: 'danger', ...(details.length > 0 && { detail: details.join(' · ') }) });
};

export const Toasts = () => {
  const text = useText();
  return (
    <ToastRegion queue={queue} className={styles.region ?? ''}>
      {({ toast }) => (
        <AriaToast toast={toast} className={classes(styles.toast, toast.content.tone && styles[toast.content.tone])}>
          <ToastContent className={styles.content ?? ''}>
            <Text slot="title">{toast.content.title}</Text>
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
