import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { type CasewardClient, Problem } from '#client/client.ts';
import styles from '#console/admin/conditions/builder.module.css';
import { isWhole } from '#console/admin/conditions/condition.ts';
import type { Json } from '#console/admin/schema/json.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Badge, Quiet } from '#console/ui/surface.tsx';
import { useSettled } from '#console/ui/use-settled.ts';

/** What a condition selects: records of a kind. */
export type Selected = 'case' | 'alert' | 'contact';

interface Found {
  count: number;
  isAtLeast: boolean;
  sample: { id: string; name: string; href: string }[];
}

const looked = 100;
const shown = 6;

const cases = async (api: CasewardClient, condition: never): Promise<Found> => {
  const { items, nextCursor } = (await api.searchCases({ body: { condition, limit: looked } })).data;
  const sample = items
    .slice(0, shown)
    .map(({ record: { id, reference, subject } }) => ({ id, name: `${reference} · ${subject}`, href: `/cases/${id}` }));
  return { count: items.length, isAtLeast: nextCursor !== undefined, sample };
};

const alerts = async (api: CasewardClient, condition: never): Promise<Found> => {
  const { items, nextCursor } = (await api.searchAlerts({ body: { condition, limit: looked } })).data;
  const sample = items.slice(0, shown).map(({ record: { id, contactId, description } }) => ({
    id,
    name: [contactId, description].filter(Boolean).join(' · '),
    href: `/alerts/${id}`,
  }));
  return { count: items.length, isAtLeast: nextCursor !== undefined, sample };
};

const contacts = async (api: CasewardClient, condition: never): Promise<Found> => {
  const { data } = await api.previewSegment({ body: { condition, sample: shown } });
  const sample = data.sample.map(({ contactId, name }) => ({ id: contactId, name, href: `/contacts/${contactId}` }));
  return { count: data.count, isAtLeast: data.atLeast === true, sample };
};

const found = { case: cases, alert: alerts, contact: contacts };

const countAfterMs = 600;

/** How many a condition holds for just now, and some of them, whenever typing rests. */
export const LiveCount = ({ condition, of }: { condition: Json | undefined; of: Selected }) => {
  const text = useText();
  const api = useApi();
  const settled = useSettled(condition, countAfterMs);
  const isAsked = isWhole(settled);
  const { data, error, isFetching } = useQuery({
    queryKey: ['admin-count', of, settled],
    queryFn: () => found[of](api, settled as never),
    enabled: isAsked,
    placeholderData: (before) => before,
    retry: false,
  });
  if (!isAsked) return <Quiet>{text('admin.countLater')}</Quiet>;
  return (
    <div className={styles.count} aria-live="polite" aria-busy={isFetching}>
      {error && (
        <Quiet>{error instanceof Problem ? (error.errors[0]?.detail ?? error.message) : text('error.offline')}</Quiet>
      )}
      {!error && data && (
        <>
          <strong>{text(`admin.matches.${of}`, { count: data.count, more: data.isAtLeast ? 'yes' : 'no' })}</strong>
          <div className={styles.sample}>
            {data.sample.map(({ id, name, href }) => (
              <Link key={id} href={href}>
                <Badge>{name}</Badge>
              </Link>
            ))}
          </div>
        </>
      )}
      {!error && !data && <Quiet>{text('app.loading')}</Quiet>}
    </div>
  );
};
