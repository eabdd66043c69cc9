import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { RouterProvider } from 'react-aria-components';
import { AccountMenu } from '#console/app/account-menu.tsx';
import { useConsole } from '#console/app/context.ts';
import { Crest } from '#console/app/crest.tsx';
import styles from '#console/app/frame.module.css';
import { useLive } from '#console/app/live.ts';
import { useText } from '#console/i18n/use-text.ts';

const LocalBar = lazy(() => import('#console/local/local-bar.tsx'));

/** What is around the screens of requesters and of the public: little. */
export const PortalFrame = () => {
  const { settings, session } = useConsole();
  const navigate = useNavigate();
  const router = useRouter();
  const text = useText();
  useLive(session.person() !== undefined);
  return (
    <RouterProvider navigate={(href) => void navigate({ href })} useHref={(href) => router.history.createHref(href)}>
      <a href="#content" className={styles.skip}>
        {text('app.skip')}
      </a>
      <div className={styles.plainFrame}>
        <header className={styles.top}>
          <Crest name={settings.name} />
          <AccountMenu />
        </header>
        <main id="content" tabIndex={-1} className={styles.narrow}>
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
