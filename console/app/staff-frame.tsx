import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { BarChart3, Bell, BriefcaseBusiness, Keyboard, MapPinned, Settings2, Users } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { RouterProvider } from 'react-aria-components';
import { AccountMenu } from '#console/app/account-menu.tsx';
import { useConsole, usePerson } from '#console/app/context.ts';
import { Crest } from '#console/app/crest.tsx';
import styles from '#console/app/frame.module.css';
import { KeysHelp } from '#console/app/keys-help.tsx';
import { useLive } from '#console/app/live.ts';
import { meQuery } from '#console/app/me.ts';
import { NavigationLink } from '#console/app/navigation-link.tsx';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useText } from '#console/i18n/use-text.ts';
import { SearchBox } from '#console/search/search-box.tsx';
import { IconButton } from '#console/ui/button.tsx';

const LocalBar = lazy(() => import('#console/local/local-bar.tsx'));

/** What is around every screen of staff: where one can go, the search box, who one is. */
export const StaffFrame = () => {
  const { api, settings } = useConsole();
  const person = usePerson();
  const { data: me } = useQuery(meQuery(api, person.id));
  const navigate = useNavigate();
  const router = useRouter();
  const text = useText();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useLive(true);
  const go = (href: string) => () => void navigate({ href });
  useShortcuts({
    '?': () => setHelpOpen(true),
    '/': () => document.getElementById('search-box')?.focus(),
    'g w': go('/work'),
    'g a': go('/alerts'),
    'g c': go('/contacts'),
    'g d': go('/dashboards'),
    'g m': go('/map'),
  });
  const places = [
    { href: '/work', name: text('nav.work'), icon: <BriefcaseBusiness aria-hidden /> },
    { href: '/alerts', name: text('nav.alerts'), icon: <Bell aria-hidden /> },
    { href: '/contacts', name: text('nav.contacts'), icon: <Users aria-hidden /> },
    { href: '/dashboards', name: text('nav.dashboards'), icon: <BarChart3 aria-hidden /> },
    { href: '/map', name: text('nav.map'), icon: <MapPinned aria-hidden /> },
    ...(me?.isAdmin ? [{ href: '/admin', name: text('nav.admin'), icon: <Settings2 aria-hidden /> }] : []),
  ];
  return (
    <RouterProvider navigate={(href) => void navigate({ href })} useHref={(href) => router.history.createHref(href)}>
      <a href="#content" className={styles.skip}>
        {text('app.skip')}
      </a>
      <div className={styles.frame}>
        <header className={styles.top}>
          <Crest name={settings.name} />
          <div className={styles.search}>
            <SearchBox />
          </div>
          <span className={styles.keyboard}>
            <IconButton label={text('app.help')} onPress={() => setHelpOpen(true)}>
              <Keyboard aria-hidden />
            </IconButton>
          </span>
          <AccountMenu />
        </header>
        <nav className={styles.side} aria-label={text('app.navigation')}>
          <ul>
            {places.map((place) => (
              <li key={place.href}>
                <NavigationLink {...place} />
              </li>
            ))}
          </ul>
        </nav>
        <main id="content" tabIndex={-1} className={styles.main}>
          <Outlet />
        </main>
        {settings.local && (
          <Suspense>
            <LocalBar />
          </Suspense>
        )}
      </div>
      <KeysHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </RouterProvider>
  );
};
