import { calendarsFor } from '#functions/automation/scene.ts';
import { askForCaller, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { readRelated, type Sight } from '#functions/segments/load-related.ts';
import { standingOf } from '#functions/segments/reckon.ts';
import { sightOf } from '#functions/segments/sight.ts';
import { segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { askedBeside } from '#shared/automation/segments/beside.ts';
import { noSources } from '#shared/automation/segments/related-sources.ts';
import { isMember } from '#shared/automation/segments/standing.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { holds } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { type ConditionReads, readsOf } from '#shared/core/conditions/plan.ts';
import { recordKey } from '#shared/core/table/keys.ts';

// Asks a condition of rows of a list as they come in, by the rights of the caller: what they may
// not see they do not find out by asking for it.

/** What a list shows rows of by a condition. */
export type RowKind = 'case' | 'alert';
export type ListRow = Alert | Case;

interface RowCondition {
  /** Reads what the condition asks for beside these rows. */
  beforehand: (rows: readonly ListRow[]) => Promise<void>;
  holdsFor: (row: ListRow) => boolean;
}

interface AskedBy {
  kind: RowKind;
  condition: Condition;
  caller: Person;
  /** The instant it is asked at, in epoch milliseconds. */
  at: number;
}

/** Of the segments that a condition names, those that a contact is in as the caller may know it. */
const segmentsOf = async (
  services: Services,
  { caller, contact, keys }: { caller: Person; contact: Contact; keys: ReadonlySet<string> },
): Promise<string[]> => {
  const [states, standing] = await Promise.all([segmentStates(services), standingOf(services, contact.id)]);
  const found = await Promise.all(
    [...keys].map(async (key) => {
      const state = states.get(key);
      const generation = await readersGeneration(services, key, state);
      const isIn = mayKnowAllOf(caller, generation)
        ? isMember(standing, state)
        : (await askForCaller(services, { caller, contact, generation })).held;
      return isIn ? [key] : [];
    }),
  );
  return found.flat();
};

const besideContact = async (
  services: Services,
  contact: Contact | undefined,
  { caller, reads, sight }: { caller: Person; reads: ConditionReads; sight: Sight },
) => {
  const [related, segments] = await Promise.all([
    contact && reads.related.size > 0 ? readRelated(services.table, contact, { reads, sight }) : noSources,
    contact && reads.segments.size > 0 ? segmentsOf(services, { caller, contact, keys: reads.segments }) : [],
  ]);
  return askedBeside({
    ...(reads.related.size > 0 && { related }),
    ...(reads.segments.size > 0 && { segments }),
  });
};

const caseIdOf = (kind: RowKind, row: ListRow) => (kind === 'alert' ? (row as Alert).caseId : undefined);

/** A checked condition, ready to be asked of rows. */
export const conditionOnRows = async (
  services: Services,
  { kind, condition, caller, at }: AskedBy,
): Promise<RowCondition> => {
  const reads = readsOf(condition);
  const asksOf = (root: string) => [...reads.fields].some((field) => field.startsWith(`${root}.`));
  const needsCase =
    kind === 'alert' && (asksOf('case') || reads.fields.has('alert.caseType') || reads.fields.has('alert.caseStatus'));
  const needsBeside = reads.related.size + reads.segments.size > 0;
  const needsContact = needsBeside || asksOf('contact');
  const calendars = await calendarsFor(services, [reads]);
  const sight = await sightOf(services, caller);
  const subjects = new WeakMap<ListRow, Subject>();
  const recordsBy = async <R extends { id: string }>(
    of: 'contact' | 'case',
    ids: readonly (string | undefined)[],
  ): Promise<ReadonlyMap<string, R>> => {
    const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
    const items = await services.table.getMany(wanted.map((id) => recordKey({ kind: of, id })));
    return new Map(items.map(({ record }) => [(record as R).id, record as R]));
  };
  const bare = (row: ListRow): Subject => ({ [kind]: row, ...(calendars && { calendars }) });
  const subjectOf = async (row: ListRow, contact: Contact | undefined, linked: Case | undefined): Promise<Subject> => ({
    ...bare(row),
    ...(linked && sight.case(linked) && { case: linked }),
    ...(contact && { contact }),
    ...(needsBeside && (await besideContact(services, contact, { caller, reads, sight }))),
  });
  return {
    beforehand: async (rows) => {
      if (!needsCase && !needsContact) return;
      const [contacts, cases] = await Promise.all([
        recordsBy<Contact>('contact', needsContact ? rows.map(({ contactId }) => contactId) : []),
        recordsBy<Case>('case', needsCase ? rows.map((row) => caseIdOf(kind, row)) : []),
      ]);
      await Promise.all(
        rows.map(async (row) => {
          const contact = contacts.get(row.contactId ?? '');
          subjects.set(row, await subjectOf(row, contact, cases.get(caseIdOf(kind, row) ?? '')));
        }),
      );
    },
    holdsFor: (row) => holds(condition, subjects.get(row) ?? bare(row), at),
  };
};
