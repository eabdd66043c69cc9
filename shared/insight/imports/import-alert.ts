import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { changeAlert, instantsOf } from '#shared/casework/alerts/change-alert.ts';
import { withDueSoon } from '#shared/casework/alerts/due-soon.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import { noteItem } from '#shared/casework/notes/note.ts';
import { creationEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { attributed, inSteps, lastChangedAt, laterOf, type OriginalNote } from '#shared/insight/imports/original.ts';
import type { OriginalAlert } from '#shared/insight/imports/original-alert.ts';

// An alert is brought in as a case is: step by step, each at its instant.

type AlertStep = (current: Alert) => Decision<Alert>;

const nothing = (current: Alert): Decision<Alert> => ({ kind: 'alert', before: current, after: current, events: [] });

/** Nobody is reminded of what is due elsewhere, unless effects were asked for. */
const reminding = (decision: Decision<Alert>, hasEffects: boolean): Decision<Alert> => {
  const { dueSoon: _silent, ...after } = decision.after;
  return hasEffects ? decision : { ...decision, after };
};

const begin = (
  { externalId, input, status, reviewedAt, createdAt, createdBy, settling }: OriginalAlert,
  id: string,
  { definition, hasEffects }: { definition: AlertDefinition; hasEffects: boolean },
): Decision<Alert> => {
  const first = settling ? 'triage' : status;
  const { type, priority, fields, tags, private: isPrivate, ...rest } = input;
  const raised: Alert = {
    id,
    version: 1,
    createdAt,
    createdBy,
    updatedAt: createdAt,
    type,
    typeVersion: definition.version,
    externalId,
    status: first,
    category: categoryOf(first),
    priority,
    ...rest,
    tags: tags ?? [],
    fields,
    private: isPrivate ?? false,
    repeats: 0,
    noteCount: 0,
    ...(first !== 'triage' && { reviewedAt: reviewedAt ?? createdAt }),
  };
  const after = hasEffects ? withDueSoon(undefined, raised) : raised;
  return attributed({ kind: 'alert', after, events: [creationEvent('Alert Created', after)] }, createdBy);
};

const addNote =
  ({ id, text, public: isPublic, at, by }: OriginalNote): AlertStep =>
  (current) => {
    const note = { id, createdAt: at, createdBy: by, text, public: isPublic };
    const then = epoch(laterOf(current.updatedAt, at));
    const after = { ...current, noteCount: current.noteCount + 1 };
    const changed = changeAlert(current, after, { type: 'Note Added', at: then, detail: { note } });
    return attributed({ ...changed, items: [noteItem('alert', current.id, note)] }, by);
  };

const settle =
  ({ settling, reviewedAt }: OriginalAlert, by: Actor): AlertStep =>
  (current) => {
    if (!settling || current.category === 'closed') return nothing(current);
    const { status, outcome } = settling;
    const at = epoch(laterOf(current.updatedAt, settling.at));
    const after: Alert = {
      ...current,
      status,
      category: categoryOf(status),
      ...(outcome !== undefined && { outcome }),
      ...instantsOf(current, status, at),
      ...(reviewedAt !== undefined && { reviewedAt }),
    };
    return attributed(changeAlert(current, after, { type: 'Alert Status Changed', at }), by);
  };

const stepsOf = (original: OriginalAlert, notes: readonly OriginalNote[], by: Actor): AlertStep[] => {
  const settledAt = original.settling?.at;
  const isBefore = ({ at }: OriginalNote) => settledAt === undefined || at <= settledAt;
  return [
    ...notes.filter(isBefore).map(addNote),
    settle(original, by),
    ...notes.filter((note) => !isBefore(note)).map(addNote),
  ];
};

/** An alert that was not here before. @returns what happened to it, one decision after the other */
export const importNewAlert = (
  original: OriginalAlert,
  id: string,
  { definition, hasEffects, importer }: { definition: AlertDefinition; hasEffects: boolean; importer: Actor },
): Decision<Alert>[] => {
  const steps = inSteps(begin(original, id, { definition, hasEffects }), stepsOf(original, original.notes, importer));
  return lastChangedAt(
    steps.map((step) => reminding(step, hasEffects)),
    original.updatedAt,
  );
};

interface AlertRevision {
  /** Members of the row that say something else than when it was imported before. */
  changed: ReadonlySet<string>;
  /** Ids of the notes that the alert has. */
  noteIds: ReadonlySet<string>;
  hasEffects: boolean;
  importer: Actor;
  /** Epoch milliseconds. */
  now: number;
}

const plainMembers = ['description', 'priority', 'dueAt', 'course', 'source', 'tags', 'private'] as const;

/** The alert with what changed there. What the row does not say any more goes, where it may. */
const edited = (current: Alert, { input }: OriginalAlert, changed: ReadonlySet<string>): Alert => {
  const said: Partial<Alert> = { ...input, tags: input.tags ?? [], private: input.private ?? false };
  const moved = plainMembers.filter((member) => changed.has(member));
  const kept = Object.fromEntries(
    Object.entries(current).filter(([member]) => !moved.some((one) => one === member)),
  ) as Alert;
  const given = Object.fromEntries(
    moved.flatMap((member) => (said[member] === undefined ? [] : [[member, said[member]]])),
  );
  const isMoved = ([name]: [string, unknown]) => changed.has(`fields.${name}`);
  return {
    ...kept,
    ...given,
    ...(changed.has('contactId') && input.contactId !== undefined && { contactId: input.contactId }),
    fields: Object.fromEntries([
      ...Object.entries(current.fields).filter((one) => !isMoved(one)),
      ...Object.entries(input.fields).filter(isMoved),
    ]),
  };
};

/** An alert that was imported before: what has changed there since then. */
export const importChangedAlert = (
  current: Alert,
  original: OriginalAlert,
  { changed, noteIds, hasEffects, importer, now }: AlertRevision,
): Decision<Alert>[] => {
  const at = epoch(laterOf(current.updatedAt, original.updatedAt ?? iso(now)));
  const { status, input } = original;
  const edit: AlertStep = (before) =>
    changeAlert(before, edited(before, original, changed), { type: 'Alert Updated', at });
  const assign: AlertStep = (before) =>
    changed.has('reviewer') && input.reviewer
      ? changeAlert(before, { ...before, reviewer: input.reviewer }, { type: 'Alert Reviewer Changed', at })
      : nothing(before);
  const move: AlertStep = (before) => {
    // One that has a case here is its case's from now on.
    if (!changed.has('status') || original.settling || before.status === 'escalated') return nothing(before);
    const { outcome: _o, resolvedAt: _r, dismissedAt: _d, cancelledAt: _c, ...rest } = before;
    const after: Alert = { ...rest, status, category: categoryOf(status), ...instantsOf(before, status, at) };
    return changeAlert(before, after, { type: 'Alert Status Changed', at });
  };
  const fresh = original.notes.filter(({ id }) => !noteIds.has(id));
  const settlesAnew = changed.has('status') || changed.has('settling');
  const rest = settlesAnew ? stepsOf(original, fresh, importer) : fresh.map(addNote);
  const steps = [edit, assign, move].map(
    (step): AlertStep =>
      (before) =>
        attributed(step(before), importer),
  );
  return lastChangedAt(
    inSteps(nothing(current), [...steps, ...rest]).map((step) => reminding(step, hasEffects)),
    original.updatedAt,
  );
};
