import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { RouterProvider } from 'react-aria-components';
import { Connection } from '#console/app/connection.tsx';
import { useConsole } from '#console/app/context.ts';
import { Crest } from '#console/app/crest.tsx';
import styles from '#console/app/frame.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { later } from '#console/ui/later.tsx';

const AccountMenu = later(
  async () => (await import('#console/app/account-menu.tsx')).AccountMenu,
  <div className={styles.account} />,
);
const LocalBar = later(async () => (await import('#console/local/local-bar.tsx')).LocalBar);

/**
 * What is around every screen: a way past it, the head with `head` beside name and account, and on
 * the local stack its bar. `side`: where one can go; without it the frame is narrow.
 */
export const Frame = ({ head, side }: { head?: ReactNode; side?: ReactNode }) => {
  const { settings } = useConsole();
  const navigate = useNavigate();
  const router = useRouter();
  const text = useText();
  return (
    <RouterProvider navigate={(href) => void navigate({ href })} useHref={(href) => router.history.createHref(href)}>
      <a href="#content" className={styles.skip}>
        {text('app.skip')}
      </a>
      <div className={side ? styles.frame : styles.plainFrame}>
        <header className={styles.top}>
          <Crest name={settings.name} />
          {head}
          <AccountMenu />
          <Connection />
        </header>
        {side}
        <main id="content" tabIndex={-1} className={side ? styles.main : styles.narrow}>
          <Outlet />
        </main>
        {settings.local && <LocalBar />}
      </div>
    </RouterProvider>
  );
};
