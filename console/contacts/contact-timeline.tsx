import {
  Bell,
  BriefcaseBusiness,
  CalendarDays,
  CircleHelp,
  Eye,
  File,
  ListChecks,
  type LucideIcon,
  Mail,
  Radio,
  StickyNote,
} from 'lucide-react';
import { Link } from 'react-aria-components/Link';
import type { ItemOf } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import styles from '#console/contacts/contacts.module.css';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { CaseLink } from '#console/records/case-link.tsx';
import { Ago } from '#console/records/due-words.tsx';
import { More } from '#console/records/more.tsx';
import { TypeName } from '#console/records/names.tsx';
import { usePages } from '#console/records/pages.ts';
import { useTemplateName } from '#console/records/template-names.ts';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Quiet, Skeleton, Stack } from '#console/ui/surface.tsx';

type TimelineItem = ItemOf<'contactTimeline'>;

const pageSize = 40;

const icons: Readonly<Record<TimelineItem['kind'], LucideIcon>> = {
  case: BriefcaseBusiness,
  alert: Bell,
  note: StickyNote,
  activity: ListChecks,
  appointment: CalendarDays,
  question: CircleHelp,
  file: File,
  mail: Mail,
  signal: Radio,
  observation: Eye,
};

/** Of what an entry holds, the members that say it in a line, the first that is there. */
const telling: Readonly<Record<TimelineItem['kind'], readonly string[]>> = {
  case: ['subject'],
  alert: ['description'],
  note: ['text'],
  activity: ['subject', 'type'],
  appointment: ['title'],
  question: ['text'],
  file: ['name'],
  mail: ['notification'],
  signal: ['detailType', 'source'],
  observation: ['kind'],
};

/** What happened, in a line. What is called by keys is called by the names of these. */
const useLine = () => {
  const word = useWord();
  const nameOfMail = useTemplateName();
  return ({ kind, record }: TimelineItem): string => {
    const told = telling[kind].map((name) => record[name]).find((value) => typeof value === 'string');
    if (kind === 'mail') return [nameOfMail(String(told)), record.to].join(' · ');
    if (kind !== 'observation') return String(told ?? '');
    const parts = [word('contacts.seen', String(told)), record.course, record.value];
    return parts.filter((one) => one !== undefined).join(' · ');
  };
};

const Line = ({ entry }: { entry: TimelineItem }) => {
  const { kind, record } = entry;
  const line = useLine()(entry);
  const id = String(record.id);
  if (kind === 'case') return <Link href={`/cases/${id}`}>{line}</Link>;
  if (kind === 'alert')
    return (
      <>
        <Link href={`/alerts/${id}?view=all`}>
          <TypeName of="alert" type={String(record.type)} />
        </Link>{' '}
        {line}
      </>
    );
  return <span className={styles.line}>{line}</span>;
};

/** Everything that happened with somebody, newest first. */
export const ContactTimeline = ({ id }: { id: string }) => {
  const api = useApi();
  const text = useText();
  const word = useWord();
  const list = usePages<TimelineItem>(
    ['contact', id, 'timeline'],
    async (place) => (await api.contactTimeline({ path: { id }, query: { ...place, limit: pageSize } })).data,
  );
  if (list.error) return <Failure error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <Skeleton />;
  if (list.items.length === 0) return <EmptyState title={text('contacts.noTimeline')} />;
  return (
    <Stack>
      <ol className={styles.timeline}>
        {list.items.map((entry, place) => {
          const { at, kind, within } = entry;
          const Icon = icons[kind];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: one event may have several mails
            <li key={`${at} ${kind} ${place}`} className={styles.moment}>
              <Icon role="img" aria-label={word('contacts.kindOf', kind)} />
              <div>
                <Line entry={entry} />
                <div className={styles.momentFoot}>
                  <span>{word('contacts.kindOf', kind)}</span>
                  <Ago at={at} />
                  {within?.kind === 'case' && <CaseLink id={within.id} />}
                </div>
              </div>
            </li>
          );
        })}
      </ol>
      {list.items.length > 0 && <More list={list} />}
      {!list.hasMore && <Quiet>{text('contacts.timelineEnd')}</Quiet>}
    </Stack>
  );
};
