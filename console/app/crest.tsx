import { Link } from 'react-aria-components/Link';
import styles from '#console/app/frame.module.css';
import { useText } from '#console/i18n/use-text.ts';

/** The name of the place, leading home. */
export const Crest = ({ name }: { name: string | undefined }) => {
  const text = useText();
  return (
    <Link href="/" className={styles.crest}>
      <img src="/favicon.svg" alt="" width={26} height={26} />
      <span>{name ?? text('app.name')}</span>
    </Link>
  );
};
