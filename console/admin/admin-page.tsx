import {
  BellRing,
  Building2,
  CalendarDays,
  Eye,
  FileCog,
  FileInput,
  Filter,
  Flag,
  FolderCog,
  LayoutList,
  ListChecks,
  type LucideIcon,
  Mail,
  MailCheck,
  MailWarning,
  Radio,
  Recycle,
  ScrollText,
  Users,
  Webhook,
  Workflow,
  Zap,
} from 'lucide-react';
import { Link } from 'react-aria-components/Link';
import styles from '#console/admin/admin.module.css';
import { type AdminKindName, rooms } from '#console/admin/kinds.ts';
import { type AdminPlace, places } from '#console/admin/places.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Card, Page } from '#console/ui/surface.tsx';

const icons: Readonly<Record<AdminKindName, LucideIcon>> = {
  'case-types': FolderCog,
  'alert-types': BellRing,
  priorities: Flag,
  'record-templates': ScrollText,
  views: LayoutList,
  instances: Building2,
  groups: Users,
  calendars: CalendarDays,
  templates: Mail,
  'notification-settings': MailCheck,
  rules: Zap,
  workflows: Workflow,
  segments: Filter,
  'signal-mappings': Radio,
  webhooks: Webhook,
  'retention-policies': Recycle,
};

const iconsOfPlaces: Readonly<Record<AdminPlace, LucideIcon>> = {
  access: Eye,
  mail: MailWarning,
  file: FileCog,
  imports: FileInput,
  jobs: ListChecks,
};

interface PlaceProps {
  href: string;
  Icon: LucideIcon;
  name: string;
  about: string;
}

const Place = ({ href, Icon, name, about }: PlaceProps) => (
  <li>
    <Link href={href} className={styles.kind ?? ''}>
      <Icon aria-hidden />
      <strong>{name}</strong>
      <span className={styles.about}>{about}</span>
    </Link>
  </li>
);

/** Everything that can be configured, and what administrators look after beside it. */
export const AdminPage = () => {
  const text = useText();
  const word = useWord();
  return (
    <Page title={text('admin.title')}>
      <div className={styles.rooms}>
        {rooms.map(({ room, kinds }) => (
          <Card key={room} title={word('admin.room', room)}>
            <ul className={styles.kinds}>
              {kinds.map((kind) => (
                <Place
                  key={kind}
                  href={`/admin/${kind}`}
                  Icon={icons[kind]}
                  name={word('admin.kind', kind)}
                  about={word('admin.about', kind)}
                />
              ))}
              {places
                .filter((place) => place.room === room)
                .map(({ path }) => (
                  <Place
                    key={path}
                    href={`/admin/${path}`}
                    Icon={iconsOfPlaces[path]}
                    name={word('admin.place', path)}
                    about={word('admin.placeAbout', path)}
                  />
                ))}
            </ul>
          </Card>
        ))}
      </div>
    </Page>
  );
};
