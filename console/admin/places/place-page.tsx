import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import styles from '#console/admin/editor/editor.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Page } from '#console/ui/surface.tsx';

/** A page of the administration, with the way back. */
export const PlacePage = ({ title, about, children }: { title: string; about: string; children: ReactNode }) => {
  const text = useText();
  return (
    <Page title={title}>
      <nav className={styles.path} aria-label={text('admin.path')}>
        <Link href="/admin">{text('admin.title')}</Link>
      </nav>
      <p>{about}</p>
      {children}
    </Page>
  );
};
