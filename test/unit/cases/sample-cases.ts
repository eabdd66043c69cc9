import type { Case, NewCase } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { caseTypeSchema, type TargetDefinition } from '#shared/casework/cases/case-type.ts';
import { raiseCase } from '#shared/casework/cases/life/raise.ts';
import { promisedBy } from '#shared/casework/tasks/task-type.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';
import type { Policy } from '#shared/core/clocks/clock.ts';

/** A Monday, in the middle of the working day. */
export const noon = Date.parse('2026-11-23T12:00:00.000Z');
export const minutes = (count: number): number => count * 60_000;
export const at = (offsetInMinutes: number): number => noon + minutes(offsetInMinutes);
export const adviser = { kind: 'user', id: 'u1' } as const;

const calendar = compileCalendar({
  timeZone: 'UTC',
  week: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [['09:00', '17:00']]]),
  ),
  holidays: [],
});

export const typeOfCases = {
  name: 'Academic concern',
  statuses: [
    { key: 'new', name: 'New', category: 'to-do' },
    { key: 'open', name: 'Open', category: 'in-progress' },
    { key: 'waiting', name: 'Waiting', category: 'in-progress' },
    { key: 'resolved', name: 'Resolved', category: 'resolved' },
    { key: 'withdrawn', name: 'Withdrawn', category: 'cancelled' },
  ],
  defaultStatus: 'new',
  stages: [{ key: 'stage-1', name: 'Stage 1' }],
  subtypes: ['maths'],
  priorities: ['critical', 'medium'],
  defaultPriority: 'medium',
  targets: [
    {
      key: 'completion',
      target: { amount: 60, unit: 'minutes', time: 'calendar' },
      byPriority: { critical: { amount: 20, unit: 'minutes', time: 'calendar' } },
      reminders: [
        { before: { amount: 10, unit: 'minutes', time: 'calendar' } },
        { before: { amount: 30, unit: 'minutes', time: 'calendar' } },
      ],
      onBreach: { escalate: true },
    },
    { key: 'first-response', target: { amount: 15, unit: 'minutes', time: 'calendar' } },
  ],
  closureReasons: [
    { key: 'solved', name: 'Solved' },
    { key: 'gone', name: 'Gone', status: 'withdrawn' },
  ],
  reassignReasons: [{ key: 'absence', name: 'Absence' }],
  escalationReasons: [{ key: 'urgent', name: 'Urgent' }],
};

/** A definition as configuration would give it. @param members of the type that differ */
export const caseDefinition = (members: object = {}): CaseDefinition => {
  const type = caseTypeSchema.parse({ ...typeOfCases, ...members });
  const policies = type.targets.map((target): [string, Policy<TargetDefinition>] => [
    target.key,
    target.calendar ? { target, calendar } : { target },
  ]);
  return {
    key: 'academic-concern',
    version: 7,
    type,
    priorities: type.priorities ?? ['critical', 'medium'],
    disabledPriorities: new Set(),
    counting: { typeVersion: 7, calendars: {} },
    policies: new Map(policies),
    taskPolicies: new Map(type.taskTypes.map((one) => [one.key, { target: promisedBy(one), calendar }])),
  };
};

/** Ids of tasks, the same for each case. */
export const taskIds = () => {
  let made = 0;
  return () => `01KAG00000000000000000T${String(++made).padStart(3, '0')}`;
};

export const raised = (
  input: Omit<NewCase, 'type' | 'subject'> & { subject?: string } = {},
  definition = caseDefinition(),
) =>
  raiseCase(
    {
      id: '01KAG0000000000000000000C1',
      reference: '7K3F-92QX-M',
      input: { type: 'academic-concern', subject: 'Missed classes', ...input },
      by: adviser,
      at: noon,
      newId: taskIds(),
    },
    definition,
  );

/** A case that was raised at noon, with members as a test wants them. */
export const openCase = (members: Partial<Case> = {}, definition = caseDefinition()): Case => ({
  ...raised({}, definition).after,
  ...members,
});
