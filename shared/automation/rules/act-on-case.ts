import {
  type ActionContext,
  type CaseTarget,
  type Decided,
  type Deciders,
  dueBy,
  storyOf,
  tagged,
  tasksOfTarget,
  untagged,
  whom,
} from '#shared/automation/rules/act.ts';
import { onAll } from '#shared/automation/rules/act-on-all.ts';
import type { ActionOf } from '#shared/automation/rules/rule-action.ts';
import { assignmentFailed, failCaseAssignment } from '#shared/casework/assignment/fail-assignment.ts';
import { peopleOfStory } from '#shared/casework/assignment/people-of-story.ts';
import { namedIn } from '#shared/casework/assignment/story-person.ts';
import type { Case, CaseChanges } from '#shared/casework/cases/case.ts';
import { operateClock } from '#shared/casework/cases/clocks/operate-clock.ts';
import { changeStatus, closeWithAlerts } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { escalateCase } from '#shared/casework/cases/life/escalate.ts';
import { calendarOf } from '#shared/casework/cases/life/raise.ts';
import { convertCase } from '#shared/casework/cases/links/convert.ts';
import { assignCase } from '#shared/casework/cases/people/assign.ts';
import { subscribe, unsubscribe } from '#shared/casework/cases/people/people.ts';
import { isCaseworkDraft } from '#shared/casework/casework.events.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { createTask } from '#shared/casework/tasks/create-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision } from '#shared/core/table/decision.ts';

const edited = ({ record, definition }: CaseTarget, changes: CaseChanges, at: number): Decided<CaseTarget> => ({
  decision: editCase(record, { changes, at }, definition),
});

const commandOf = ({ extend, set, clear, restore, pause }: ActionOf<'update-target'>): ClockCommand => {
  if (extend) return { do: 'extend', by: 'by' in extend ? extend.by : extend };
  if (set) return { do: 'set', ...(typeof set === 'string' ? { to: set } : set) };
  if (clear) return { do: 'clear' };
  if (restore) return { do: 'restore' };
  return { do: pause ? 'pause' : 'resume' };
};

/** The tasks of a case as its events leave them. */
const withMade = (tasks: readonly Task[], { events }: Decision): Task[] => {
  const moved = events.flatMap((event) =>
    isCaseworkDraft(event) && 'task' in event.after ? (event.after.task ?? []) : [],
  );
  return [...new Map([...tasks, ...moved].map((task) => [task.id, task])).values()];
};

/** Whom an action means who may subscribe: everybody of a team, and contacts. */
const subscribersBy = (
  action: ActionOf<'add-subscriber' | 'remove-subscriber'>,
  target: CaseTarget,
  around: ActionContext,
): string[] => {
  const person = namedIn(action);
  const people = person ? peopleOfStory(person, storyOf(target, around)) : [];
  const ids = people.flatMap((one) => {
    if ('group' in one) return around.membersOf(one.group);
    return 'user' in one ? one.user : one.contact;
  });
  return [...new Set(ids)];
};

/** The same for one after another, as one decision; undefined for nobody. */
const onEach = (
  ids: readonly string[],
  { record }: CaseTarget,
  decide: (record: Case, id: string) => Decision<Case>,
): Decided<CaseTarget> | undefined => {
  const [first, ...rest] = ids;
  if (first === undefined) return undefined;
  let decision = decide(record, first);
  for (const id of rest) {
    const next = decide(decision.after, id);
    const after = { ...next.after, version: record.version + 1 };
    decision = { ...decision, after, events: [...decision.events, ...next.events] };
  }
  return { decision };
};

export const onCase: Deciders<CaseTarget> = {
  ...(onAll as Pick<Deciders<CaseTarget>, keyof typeof onAll>),
  'update-assignee': (action, target, around) => {
    const found = whom(action, namedIn(action), around);
    if (!found) return undefined;
    const { to, moves, leftOut } = found;
    const { at } = around;
    if (to && !leftOut) return { decision: assignCase(target.record, { to, at }, target.definition), writes: moves };
    const decision = failCaseAssignment(target.record, { to, leftOut: leftOut ?? [], at }, target.definition);
    return { decision, undone: 'nobody-available' };
  },
  'update-status': ({ status }, { record, definition }, { at }) => ({
    decision: changeStatus(record, { status, at }, definition),
  }),
  'update-stage': ({ stage }, target, { at }) => edited(target, { stage }, at),
  'update-type': ({ type, targets }, target, { by, at, newId, caseTypes }) => {
    const definition = caseTypes.get(type);
    if (!definition) throw new Refusal('unknown-reference', `there is no case type ${type}`);
    const tasks = tasksOfTarget(target);
    const decision = convertCase(target.record, { targets, tasks, by, at, newId }, definition);
    return { decision, definition, tasks: withMade(tasks, decision) };
  },
  'update-target': (action, { record, definition }, { at }) => ({
    decision: operateClock(record, { clockKey: action.clock, command: commandOf(action), at }, definition),
  }),
  'add-subscriber': (action, target, around) =>
    onEach(subscribersBy(action, target, around), target, (record, id) => subscribe(record, { id, at: around.at })),
  'remove-subscriber': (action, target, around) =>
    onEach(subscribersBy(action, target, around), target, (record, id) => unsubscribe(record, { id, at: around.at })),
  'set-private': (action, target, { at }) => edited(target, { private: action.private }, at),
  escalate: ({ reason }, { record, definition }, { at }) => {
    if (reason === undefined) throw new Error('a case is escalated for a reason');
    return { decision: escalateCase(record, { reason, at }, definition) };
  },
  close: ({ reason }, target, { by, at, closing }) => {
    if (!closing) throw new Error('whoever closes has to know what that has to do with');
    const { record, definition } = target;
    const tasks = tasksOfTarget(target);
    const [decision, ...also] = closeWithAlerts(record, { reason, by, at }, { definition, ...closing, tasks });
    return { decision, also, tasks: withMade(tasks, decision) };
  },
  'create-task': (action, target, around) => {
    const { by, at, newId } = around;
    const tasks = tasksOfTarget(target);
    const { assignee, ...wanted } = action.task;
    const dealt = whom(action, assignee, around);
    const input = { ...wanted, ...(dealt?.to && { assignee: dealt.to }) };
    const { decision, task } = createTask({ ...target, tasks }, { id: newId(), input, by, at });
    if (dealt?.leftOut) decision.events.push(assignmentFailed(dealt.leftOut, task.id));
    return { decision, tasks: [...tasks, task], writes: dealt?.moves };
  },
  'update-priority': ({ priority }, target, { at }) => edited(target, { priority }, at),
  'update-due': (action, target, { at }) =>
    edited(target, { dueAt: dueBy(action, at, calendarOf(target.definition)) }, at),
  'add-tag': ({ tag }, target, { at }) => edited(target, { tags: tagged(target.record.tags, tag) }, at),
  'remove-tag': ({ tag }, target, { at }) => edited(target, { tags: untagged(target.record.tags, tag) }, at),
  'add-note': ({ note }, { record, definition }, { newId, by, at }) => ({
    decision: addNoteToCase(record, { id: newId(), ...note, by, at }, definition),
  }),
};
