import { useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import styles from '#console/app/frame.module.css';

/** A place to go; the one where one is says so. */
export const NavigationLink = ({ href, name, icon }: { href: string; name: string; icon: ReactNode }) => {
  const { pathname } = useLocation();
  const isHere = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <Link href={href} className={styles.place} {...(isHere && { 'aria-current': 'page' as const })}>
      {icon}
      <span>{name}</span>
    </Link>
  );
};
