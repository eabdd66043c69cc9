import { BarChart3, Bell, BriefcaseBusiness, MapPinned, Settings2, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from '#console/app/frame.module.css';
import type { Text } from '#console/i18n/use-text.ts';
import { InnerLink } from '#console/ui/plain.tsx';

// What is around every screen, as functions of props: also the first view has it.

interface FrameShapeProps {
  text: Text;
  /** The name of the institution. */
  name: string | undefined;
  /** Beside the name. */
  head: ReactNode;
  /** Where one can go; without it the frame is narrow. */
  side?: ReactNode;
  children: ReactNode;
  /** Below everything. */
  foot?: ReactNode;
}

/** A way past all that is around a screen, the head with the name, and the screen. */
export const FrameShape = ({ text, name, head, side, children, foot }: FrameShapeProps) => (
  <>
    <a href="#content" className={styles.skip}>
      {text('app.skip')}
    </a>
    <div className={side ? styles.frame : styles.plainFrame}>
      <header className={styles.top}>
        <InnerLink href="/" className={styles.crest}>
          <img src="/favicon.svg" alt="" width={26} height={26} />
          <span>{name ?? text('app.name')}</span>
        </InnerLink>
        {head}
      </header>
      {side}
      <main id="content" tabIndex={-1} className={side ? styles.main : styles.narrow}>
        {children}
      </main>
      {foot}
    </div>
  </>
);

/** The place of the account's menus until they have come. */
export const AccountPlace = () => <div className={styles.account} />;

interface PlacesProps {
  text: Text;
  isAdmin: boolean;
  /** Where one is. */
  pathname: string;
}

/** Where staff can go; the place where one is says so. */
export const Places = ({ text, isAdmin, pathname }: PlacesProps) => {
  const places = [
    { href: '/work', name: text('nav.work'), icon: <BriefcaseBusiness aria-hidden /> },
    { href: '/alerts', name: text('nav.alerts'), icon: <Bell aria-hidden /> },
    { href: '/contacts', name: text('nav.contacts'), icon: <Users aria-hidden /> },
    { href: '/dashboards', name: text('nav.dashboards'), icon: <BarChart3 aria-hidden /> },
    { href: '/map', name: text('nav.map'), icon: <MapPinned aria-hidden /> },
    ...(isAdmin ? [{ href: '/admin', name: text('nav.admin'), icon: <Settings2 aria-hidden /> }] : []),
  ];
  const isHere = (href: string) => pathname === href || pathname.startsWith(`${href}/`);
  return (
    <nav className={styles.side} aria-label={text('app.navigation')}>
      <ul>
        {places.map(({ href, name, icon }) => (
          <li key={href}>
            <InnerLink href={href} className={styles.place} aria-current={isHere(href) ? 'page' : undefined}>
              {icon}
              <span>{name}</span>
            </InnerLink>
          </li>
        ))}
      </ul>
    </nav>
  );
};
