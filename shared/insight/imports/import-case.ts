import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { happen, recordCase } from '#shared/casework/cases/change-case.ts';
import { closedIn } from '#shared/casework/cases/life/close-and-reopen.ts';
import { onContact, onStage } from '#shared/casework/cases/life/edit.ts';
import { newCaseRecord } from '#shared/casework/cases/life/raise.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { noteItem } from '#shared/casework/notes/note.ts';
import type { ClockOperation } from '#shared/core/clocks/operation.ts';
import { creationEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { attributed, inSteps, lastChangedAt, laterOf, type OriginalNote } from '#shared/insight/imports/original.ts';
import type { OriginalCase } from '#shared/insight/imports/original-case.ts';

// A case is imported as what happened to it (begun, noted, closed), each step at its instant and by
// who did it, so that its history and the case as of any day read as they were.

// Why it was taken up again was said there, if anywhere.
const reopened = 'Reopened in the system that it was imported from';

type CaseStep = (current: Case) => Decision<Case>;

/** What clocks count by, where they are to follow; silent imports move none. */
type Following = CaseDefinition | undefined;

const begin = (
  { input, status, dueAt, createdAt, createdBy, externalId, closing }: OriginalCase,
  { id, reference }: { id: string; reference: string },
  { definition, following }: { definition: CaseDefinition; following: Following },
): Decision<Case> => {
  const at = epoch(createdAt);
  const base = { ...newCaseRecord({ id, reference, input, dueAt, by: createdBy, at }, definition), externalId };
  const raised: Case = closing ? base : { ...base, status: { key: status.key, category: status.category } };
  const operation: ClockOperation | undefined = dueAt === undefined ? undefined : { do: 'set', to: dueAt };
  const detail =
    following && operation && following.policies.has('completion') ? { clock: 'completion', operation } : {};
  const after = following
    ? happen(raised, raised, { type: 'Case Created', at, definition: following, detail }).after
    : raised;
  const decision: Decision<Case> = {
    kind: 'case',
    after,
    events: [{ ...creationEvent('Case Created', after), after: detail }],
  };
  return attributed(decision, createdBy);
};

const addNote =
  ({ id, text, public: isPublic, at, by }: OriginalNote, definition: Following): CaseStep =>
  (current) => {
    const note = { id, createdAt: at, createdBy: by, text, public: isPublic };
    const decision = recordCase(
      current,
      { ...current, noteCount: current.noteCount + 1 },
      {
        type: 'Note Added',
        at: epoch(at),
        definition,
        detail: { note },
        items: [noteItem('case', current.id, note)],
      },
    );
    return attributed(decision, by);
  };

const close =
  ({ closing, status }: OriginalCase, definition: Following): CaseStep =>
  (current) => {
    if (!closing || !isOpen(current)) return { kind: 'case', before: current, after: current, events: [] };
    const at = epoch(closing.at);
    const closed = closedIn(current, { ...closing, status, at });
    return attributed(recordCase(current, closed, { type: 'Case Closed', at, definition }), closing.by);
  };

/** Notes and the closing in their order; of what happened at once the closing is last. */
const stepsOf = (original: OriginalCase, notes: readonly OriginalNote[], definition: Following): CaseStep[] => {
  const closedAt = original.closing?.at;
  const isBefore = ({ at }: OriginalNote) => closedAt === undefined || at <= closedAt;
  return [
    ...notes.filter(isBefore).map((note) => addNote(note, definition)),
    close(original, definition),
    ...notes.filter((note) => !isBefore(note)).map((note) => addNote(note, definition)),
  ];
};

/** A case that was not here before. @returns what happened to it, one decision after the other */
export const importNewCase = (
  original: OriginalCase,
  named: { id: string; reference: string },
  { definition, hasEffects }: { definition: CaseDefinition; hasEffects: boolean },
): Decision<Case>[] => {
  const following = hasEffects ? definition : undefined;
  const first = begin(original, named, { definition, following });
  return lastChangedAt(inSteps(first, stepsOf(original, original.notes, following)), original.updatedAt);
};

interface Revision {
  /** Members of the row that say something else than when it was imported before. */
  changed: ReadonlySet<string>;
  /** Ids of the notes that the case has. */
  noteIds: ReadonlySet<string>;
  definition: CaseDefinition;
  hasEffects: boolean;
  importer: Actor;
  /** Epoch milliseconds. */
  now: number;
}

const plainMembers = [
  'subject',
  'description',
  'onBehalfOf',
  'priority',
  'subtype',
  'stage',
  'tags',
  'location',
  'private',
] as const satisfies readonly (keyof Case)[];

/** The case with what changed there. What the row does not say any more goes, where it may. */
const edited = (current: Case, { input, dueAt }: OriginalCase, { changed, now }: Revision): Case => {
  const said: Partial<Case> = { ...input, tags: input.tags ?? [], private: input.private ?? false };
  const moved = plainMembers.filter((member) => changed.has(member));
  const kept = Object.fromEntries(
    Object.entries(current).filter(([member]) => !moved.some((one) => one === member)),
  ) as Case;
  const given = Object.fromEntries(
    moved.flatMap((member) => (said[member] === undefined ? [] : [[member, said[member]]])),
  );
  const { fields } = input;
  const movedFields = [...changed].flatMap((name) =>
    name.startsWith('fields.') ? [name.slice('fields.'.length)] : [],
  );
  const stays = Object.entries(current.fields).filter(([name]) => !movedFields.includes(name));
  const comes = Object.entries(fields).filter(([name]) => movedFields.includes(name));
  const { dueAt: _was, ...undue } = kept;
  const after = {
    ...(changed.has('dueAt') ? { ...undue, ...(dueAt !== undefined && { dueAt }) } : kept),
    ...given,
    ...(changed.has('contactId') && input.contactId !== undefined && { contactId: input.contactId }),
    fields: Object.fromEntries([...stays, ...comes]),
  };
  return onStage(current, onContact(current, after), now);
};

/**
 * A case that was imported before: what has changed there since then, at the instant of the row's
 * last change.
 */
export const importChangedCase = (current: Case, original: OriginalCase, revision: Revision): Decision<Case>[] => {
  const { changed, noteIds, definition, hasEffects, importer, now } = revision;
  const following = hasEffects ? definition : undefined;
  const at = epoch(laterOf(current.updatedAt, original.updatedAt ?? iso(now)));
  const { status, input } = original;
  const edit: CaseStep = (before) =>
    recordCase(before, edited(before, original, { ...revision, now: at }), {
      type: 'Case Updated',
      at,
      definition: following,
    });
  const assign: CaseStep = (before) => {
    const { assignee: _was, ...rest } = before;
    if (!changed.has('assignee')) return { kind: 'case', before, after: before, events: [] };
    return input.assignee
      ? recordCase(before, { ...rest, assignee: input.assignee }, { type: 'Case Assigned', at, definition: following })
      : recordCase(before, rest, { type: 'Case Released', at, definition: following });
  };
  const move: CaseStep = (before) => {
    if (!changed.has('status') || isClosedCategory(status.category))
      return { kind: 'case', before, after: before, events: [] };
    const { closedAt: _at, closure: _closure, ...open } = before;
    const after = { ...open, status: { key: status.key, category: status.category } };
    return isOpen(before)
      ? recordCase(before, after, { type: 'Case Status Changed', at, definition: following })
      : recordCase(before, after, { type: 'Case Reopened', at, definition: following, detail: { note: reopened } });
  };
  const fresh = original.notes.filter(({ id }) => !noteIds.has(id));
  const start: Decision<Case> = { kind: 'case', before: current, after: current, events: [] };
  const steps = [edit, assign, move].map(
    (step): CaseStep =>
      (before) =>
        attributed(step(before), importer),
  );
  const closesAnew = changed.has('status') || changed.has('closing');
  const rest = closesAnew ? stepsOf(original, fresh, following) : fresh.map((note) => addNote(note, following));
  return lastChangedAt(inSteps(start, [...steps, ...rest]), original.updatedAt);
};
