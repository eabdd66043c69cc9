import { CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import styles from '#console/app/frame.module.css';
import { useText } from '#console/i18n/use-text.ts';

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Says that the connection is lost, for as long as it is. */
export const Connection = () => {
  const text = useText();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status" className={styles.connection}>
      {!isOnline && (
        <p>
          <CloudOff size={18} aria-hidden />
          <strong>{text('error.offline')}</strong> {text('error.offlineText')}
        </p>
      )}
    </div>
  );
};
