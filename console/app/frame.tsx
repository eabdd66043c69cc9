import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { RouterProvider } from 'react-aria-components';
import { AccountMenu } from '#console/app/account-menu.tsx';
import { useConsole } from '#console/app/context.ts';
import { Crest } from '#console/app/crest.tsx';
import styles from '#console/app/frame.module.css';
import { useText } from '#console/i18n/use-text.ts';

const LocalBar = lazy(() => import('#console/local/local-bar.tsx'));

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
        </header>
        {side}
        <main id="content" tabIndex={-1} className={side ? styles.main : styles.narrow}>
          <Outlet />
        </main>
        {settings.local && (
          <Suspense>
            <LocalBar />
          </Suspense>
        )}
      </div>
    </RouterProvider>
  );
};
