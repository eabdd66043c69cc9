import type { ReactNode } from 'react';
import styles from '#console/app/frame.module.css';
import { AccountPlace, FrameShape, Places } from '#console/app/frame-shape.tsx';
import type { FirstWords } from '#console/first/first-view.ts';
import fields from '#console/ui/field.module.css';

/** Of `GET /v1/me`, what a first view of staff needs. */
export interface Me {
  id: string;
  isStaff: boolean;
  isAdmin: boolean;
}

const SearchPlace = ({ label }: { label: string }) => (
  <form action="/search" className={styles.search}>
    <div className={fields.group}>
      <input type="search" name="q" aria-label={label} placeholder={label} />
    </div>
  </form>
);

interface StaffPlaceProps {
  words: FirstWords;
  me: Me;
  pathname: string;
  children: ReactNode;
}

/** What is around the screens of staff, before the application is there. */
export const StaffPlace = ({ words: { text, settings }, me, pathname, children }: StaffPlaceProps) => (
  <FrameShape
    text={text}
    name={settings.name}
    head={
      <>
        <SearchPlace label={text('nav.search')} />
        <AccountPlace />
      </>
    }
    side={<Places text={text} isAdmin={me.isAdmin} pathname={pathname} />}
  >
    {children}
  </FrameShape>
);
