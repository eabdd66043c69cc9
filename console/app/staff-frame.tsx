import { useNavigate } from '@tanstack/react-router';
import { BarChart3, Bell, BriefcaseBusiness, Keyboard, MapPinned, Settings2, Users } from 'lucide-react';
import { useState } from 'react';
import styles from '#console/app/frame.module.css';
import { Frame } from '#console/app/frame.tsx';
import { useLive } from '#console/app/live.ts';
import { useIsAdmin } from '#console/app/me.ts';
import { NavigationLink } from '#console/app/navigation-link.tsx';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useText } from '#console/i18n/use-text.ts';
import { SearchBox } from '#console/search/search-box.tsx';
import { IconButton } from '#console/ui/button.tsx';
import { later } from '#console/ui/later.tsx';

const KeysHelp = later(async () => (await import('#console/app/keys-help.tsx')).KeysHelp);

/** What is around every screen of staff: where one can go, the search box, who one is. */
export const StaffFrame = () => {
  const isAdmin = useIsAdmin();
  const navigate = useNavigate();
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
    ...(isAdmin ? [{ href: '/admin', name: text('nav.admin'), icon: <Settings2 aria-hidden /> }] : []),
  ];
  return (
    <>
      <Frame
        head={
          <>
            <div className={styles.search}>
              <SearchBox />
            </div>
            <span className={styles.keyboard}>
              <IconButton label={text('app.help')} onPress={() => setHelpOpen(true)}>
                <Keyboard aria-hidden />
              </IconButton>
            </span>
          </>
        }
        side={
          <nav className={styles.side} aria-label={text('app.navigation')}>
            <ul>
              {places.map((place) => (
                <li key={place.href}>
                  <NavigationLink {...place} />
                </li>
              ))}
            </ul>
          </nav>
        }
      />
      {isHelpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}
    </>
  );
};
