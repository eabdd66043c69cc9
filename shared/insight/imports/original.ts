import type { Fault } from '#shared/core/errors.ts';
import { digestOf, ulidNamed } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor, RecordBase } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import type { Author, RowNote } from '#shared/insight/imports/rows.schema.ts';

// What happened to a record elsewhere, before it was brought in: by whom, and when.

/** Who is meant by an id or a mail address. */
export type FindActor = (author: Author) => Actor;

/** What a row is read by. */
export interface RowReading {
  findActor: FindActor;
  /** Who imports: of what nobody else is said to have done. */
  importer: Actor;
  /** Epoch milliseconds. */
  now: number;
}

export interface OriginalNote {
  /** The same for the same note, however often it comes. */
  id: string;
  text: string;
  public: boolean;
  at: string;
  by: Actor;
}

interface RowInstants {
  createdAt?: string | undefined;
  updatedAt?: string | undefined;
  closedAt?: string | undefined;
  reviewedAt?: string | undefined;
  notes: readonly RowNote[];
}

const dayLong = 24 * 60 * 60 * 1000;

/** When a record began: as it says, else with the first that happened to it. */
export const beginningOfRecord = (row: RowInstants, now: number): string => {
  const said = [row.updatedAt, row.closedAt, row.reviewedAt, ...row.notes.map(({ at }) => at)].flatMap(
    (at) => at ?? [],
  );
  return row.createdAt ?? [...said, iso(now)].sort()[0] ?? iso(now);
};

/** What cannot be: what happened in the future, or ended before it began. */
export const faultsOfInstants = (row: RowInstants, now: number): Fault[] => {
  const latest = iso(now);
  const inFuture = (pointer: string, at: string | undefined): Fault[] =>
    at !== undefined && at > latest ? [{ pointer, code: 'in-future', detail: 'lies in the future' }] : [];
  const began = beginningOfRecord(row, now);
  // A date that has no time says midnight of a day in which the record may have begun.
  const isOver = row.closedAt !== undefined && epoch(row.closedAt) + dayLong <= epoch(began);
  return [
    ...inFuture('/createdAt', row.createdAt),
    ...inFuture('/updatedAt', row.updatedAt),
    ...inFuture('/closedAt', row.closedAt),
    ...inFuture('/reviewedAt', row.reviewedAt),
    ...row.notes.flatMap(({ at }, index) => inFuture(`/notes/${index}/at`, at)),
    ...(isOver ? [{ pointer: '/closedAt', code: 'out-of-order', detail: 'lies before it was created' }] : []),
  ];
};

export const laterOf = (one: string, other: string | undefined): string =>
  other !== undefined && other > one ? other : one;

/** The notes of a row, oldest first. Two that are alike are two. */
export const notesOfRow = (
  { notes, updatedAt, ...row }: RowInstants & { externalId: string },
  { findActor, importer, now }: RowReading,
): OriginalNote[] => {
  const seen = new Map<string, number>();
  return notes
    .map(({ text, public: isPublic, at: given, author }): OriginalNote => {
      const at = given ?? updatedAt ?? beginningOfRecord({ notes, updatedAt, ...row }, now);
      const by = author === undefined ? importer : findActor(author);
      const name = digestOf(row.externalId, at, JSON.stringify(author ?? ''), String(isPublic), text);
      const alike = seen.get(name) ?? 0;
      seen.set(name, alike + 1);
      // A ULID has no instants before 1970.
      return { id: ulidNamed(Math.max(0, epoch(at)), `${name} ${alike}`), text, public: isPublic, at, by };
    })
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
};

/** What somebody did then, as it stands on the history now. */
export const attributed = <R extends RecordBase>(decision: Decision<R>, by: Actor): Decision<R> => ({
  ...decision,
  events: decision.events.map((event) => ({ ...event, original: { by, at: decision.after.updatedAt } })),
});

/** Steps one after the other; each decides on what those before it left. */
export const inSteps = <R extends RecordBase>(
  first: Decision<R>,
  steps: readonly ((current: R) => Decision<R>)[],
): Decision<R>[] => {
  const decisions = [first];
  for (const step of steps) decisions.push(step(decisions.at(-1)?.after ?? first.after));
  return decisions.filter(({ before, events }) => before === undefined || events.length > 0);
};

/** The last step leaves the record with the instant of its last change there. */
export const lastChangedAt = <R extends RecordBase>(decisions: Decision<R>[], at: string | undefined): Decision<R>[] =>
  decisions.map((decision, index) =>
    index === decisions.length - 1
      ? { ...decision, after: { ...decision.after, updatedAt: laterOf(decision.after.updatedAt, at) } }
      : decision,
  );

/** What a row says of a record, by the members that may change one by one. */
export const membersOfInput = ({ fields, ...plain }: { fields: Record<string, unknown> }): Record<string, unknown> => ({
  ...plain,
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`fields.${name}`, value])),
});
