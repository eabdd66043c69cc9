import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import type { RetentionPreview } from '#shared/insight/retention/retention.routes.ts';

type GoingThing = RetentionPreview['items'][number];
/** What may go; `hold` where that is known already. */
export type MayGo = GoingThing & { hold?: string | undefined };

// What a request gets through, and what somebody reads. The function that erases has ten seconds,
// of which the last page may take some.
const mostCounted = 10_000;
const longestMs = 5_000;
const mostShown = 200;
const aPage = 500;

const counters = { case: 'cases', alert: 'alerts', enrolment: 'enrolments', contact: 'contacts' } as const;

/** Why the cases among some candidates are on hold, by their ids. */
export const holdsOf = async (
  { table }: Pick<Services, 'table'>,
  candidates: readonly MayGo[],
): Promise<Map<string, string>> => {
  const keys = candidates.flatMap(({ kind, id }) => (kind === 'case' ? [recordKey({ kind, id })] : []));
  const records = (await table.getMany(keys)).map(({ record }) => record as Case);
  return new Map(records.flatMap(({ id, hold }) => (hold ? [[id, hold.reason] as const] : [])));
};

/** Counts what would go, page by page, as far as it gets in time. */
export const previewOf = async (
  { now }: Pick<Services, 'now'>,
  next: (place: string | undefined, limit: number) => Promise<{ rows: MayGo[]; next?: string }>,
): Promise<RetentionPreview> => {
  const seen = new Set<string>();
  const counts = { cases: 0, alerts: 0, enrolments: 0, contacts: 0 };
  const items: GoingThing[] = [];
  const held: RetentionPreview['held'] = [];
  const begun = now();
  let place: string | undefined;
  do {
    const page = await next(place, aPage);
    for (const { kind, id, hold } of page.rows) {
      if (seen.has(`${kind} ${id}`)) continue;
      seen.add(`${kind} ${id}`);
      if (hold !== undefined) held.push({ kind, id, reason: hold });
      else {
        counts[counters[kind]] += 1;
        if (items.length < mostShown) items.push({ kind, id });
      }
    }
    place = page.next;
  } while (place !== undefined && seen.size < mostCounted && now() - begun < longestMs);
  return { counts, items, held, ...(place !== undefined && { atLeast: true as const }) };
};
