import { useLocation, useNavigate } from '@tanstack/react-router';
import { Keyboard } from 'lucide-react';
import { useState } from 'react';
import styles from '#console/app/frame.module.css';
import { Frame } from '#console/app/frame.tsx';
import { Places } from '#console/app/frame-shape.tsx';
import { useLive } from '#console/app/live.ts';
import { useIsAdmin } from '#console/app/me.ts';
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
  const { pathname } = useLocation();
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
        side={<Places text={text} isAdmin={isAdmin} pathname={pathname} />}
      />
      {isHelpOpen && <KeysHelp onClose={() => setHelpOpen(false)} />}
    </>
  );
};
