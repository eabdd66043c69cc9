import * as z from 'zod';
import { agendaKinds } from '#shared/casework/cases/clocks/agenda-kinds.ts';
import { targetName } from '#shared/casework/cases/clocks/target-name.ts';
import { type DisplayNames, declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { instant, longText, ulidSchema } from '#shared/core/records/primitives.ts';
import { refusalTitle } from '#shared/core/refusals.ts';

/** Of the clock of a task: the task. */
const task = async () => ({ task: (await import('#shared/casework/tasks/task.schema.ts')).taskSchema.optional() });
const schemas = () => import('#shared/core/clocks/clock.schema.ts');

const clockName = (
  { clock, task: its }: { clock?: string | undefined; task?: { title: string } | undefined },
  { type }: DisplayNames,
): string => (its ? `of the task ${its.title}` : targetName(type, String(clock)));

export const clockEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Target Reminder Due',
    before: task,
    after: async () => ({ clock: z.string(), dueAt: instant, reminderAt: instant, ...(await task()) }),
    publicity: 'staff',
    line: ({ after }, names) => `Reminder of the target ${clockName(after, names)}`,
    movesClocks: true,
    triggers: { 'target-reminder-due': true },
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Target Breached',
    before: task,
    after: async () => ({ clock: z.string(), dueAt: instant, ...(await task()) }),
    publicity: 'private',
    line: ({ after }, names) => `The target ${clockName(after, names)} was missed`,
    named: ({ after }, names) => clockName(after, names),
    movesClocks: true,
    triggers: { 'target-breached': true },
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Target Changed',
    before: task,
    /** Without a clock, all of them. */
    after: async () => ({
      operation: (await schemas()).operationSchema,
      clock: z.string().optional(),
      note: longText.optional(),
      ...(await task()),
    }),
    publicity: 'private',
    line: ({ after }, names) =>
      after.clock === undefined ? 'The targets were changed' : `The target ${clockName(after, names)} was changed`,
    named: ({ after }, names) => (after.clock === undefined ? undefined : clockName(after, names)),
    movesClocks: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Due Action Failed',
    after: async () => ({
      /** The name of the refusal, or `internal`, and it in words. */
      code: z.string(),
      reason: z.string(),
      /** Of a target. */
      clock: z.string().optional(),
      dueAt: instant.optional(),
      due: (await schemas()).dueSchema.optional(),
      /** Of something below the case. */
      kind: z.enum(agendaKinds).optional(),
      id: ulidSchema.optional(),
    }),
    publicity: 'staff',
    line: ({ after: { due, kind, code } }) =>
      `What was due could not be done (${due?.what ?? kind}): ${refusalTitle(String(code))}`,
    movesClocks: true,
    consumers: ['notify'],
  }),
] as const;
