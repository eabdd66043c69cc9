import type { Services } from '#functions/services.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import { isBy, recentSigns, type Sign } from '#shared/automation/rules/time/quiet-stretch.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import {
  eventBesidePrefix,
  eventsOfVersion,
  partitionOf,
  recordKey,
  type SubjectRef,
} from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// The newest event says it nearly always; the rest is read where rules did something since.
const firstPage = 2;
const page = 25;

// Below a version also lie the events of mails about it, which are no activity of the record.
const isOfRecord = ({ sk }: Item): boolean => /#\d{3}$/.test(sk);
// That nobody looks after a record is not something that happens to it.
const isActivity = ({ type }: DomainEvent): boolean => type !== 'Record Forgotten';

/** The events of a record, newest first. */
async function* historyBackwards(table: Table, subject: SubjectRef): AsyncGenerator<Sign> {
  const range = { pk: partitionOf(subject), from: eventsOfVersion(0), descending: true, consistent: true };
  let to = `${eventsOfVersion(9_999_999_999)}~`;
  for (let limit = firstPage; ; limit = page) {
    const { items, more } = await table.query({ ...range, to, limit });
    const events = items.filter((item) => isOfRecord(item) && item.sk !== to).map((item) => item.event as DomainEvent);
    yield* events.filter(isActivity);
    const last = items.at(-1);
    if (!more || !last) return;
    to = last.sk;
  }
}

/** What happened beside the versions of a contact, newest first: signals, and what it is in. */
async function* besideBackwards(table: Table, contactId: string): AsyncGenerator<Sign> {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const range = { pk, prefix: eventBesidePrefix, descending: true, consistent: true };
  let after: string | undefined;
  for (let limit = 1; ; limit = page) {
    const { items, more } = await table.query({ ...range, limit, after });
    yield* items.map(({ event }) => event as DomainEvent);
    after = items.at(-1)?.sk;
    if (!more || after === undefined) return;
  }
}

/** The alerts and cases of a contact, the one that changed last first. */
const recordsOf = async (table: Table, contactId: string): Promise<(SubjectRef & { updatedAt: string })[]> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const kinds = ['alert', 'case'] as const;
  const links = await Promise.all(
    kinds.map(async (kind) => {
      const items = await table.queryAll({ pk, prefix: contactLinkPrefix(kind), consistent: true });
      return items.map((item) => ({ kind, id: String(item[`${kind}Id`]) }));
    }),
  );
  const items = await table.getMany(links.flat().map(recordKey), { consistent: true });
  return items
    .map(({ sk, record }) => ({ kind: sk as SubjectRef['kind'], ...(record as RecordBase) }))
    .toSorted((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1));
};

/**
 * What happened last to a record, as far back as a rule on quiet records has to know. To a contact
 * happens what happens to it, to its alerts and its cases, and each signal about it.
 */
export const signsOf = async (
  { table }: Services,
  { kind, id }: { kind: TargetKind; id: string },
  rules: ReadonlySet<string>,
): Promise<Sign[]> => {
  const signs = await recentSigns(historyBackwards(table, { kind, id }), rules);
  if (kind !== 'contact') return signs;
  signs.push(...(await recentSigns(besideBackwards(table, id), rules)));
  const newest = () =>
    signs.reduce((latest, sign) => (isBy(sign, rules) || sign.occurredAt < latest ? latest : sign.occurredAt), '');
  for (const { updatedAt, ...subject } of await recordsOf(table, id)) {
    if (updatedAt <= newest()) break;
    signs.push(...(await recentSigns(historyBackwards(table, subject), rules)));
  }
  return signs;
};
