import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

const task = async () => ({ task: (await import('#shared/casework/tasks/task.schema.ts')).taskSchema });

export const taskEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Task Created',
    after: task,
    publicity: 'staff',
    line: ({ after }) => `Task added: ${after.task?.title}`,
    triggers: { 'task-created': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Task Updated',
    before: task,
    after: async () => ({
      ...(await task()),
      /** It was given to another. */
      assigned: z.literal(true).optional(),
    }),
    publicity: 'staff',
    line: ({ after }) => `Task changed: ${after.task?.title}`,
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Task Started',
    before: task,
    after: task,
    publicity: 'staff',
    line: ({ after }) => `Task started: ${after.task?.title}`,
    triggers: { 'task-started': true },
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Task Completed',
    before: task,
    after: task,
    publicity: 'staff',
    line: ({ after }) => `Task completed: ${after.task?.title}`,
    triggers: { 'task-completed': true },
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Task Cancelled',
    before: task,
    after: task,
    publicity: 'staff',
    line: ({ after }) => `Task cancelled: ${after.task?.title}`,
    triggers: { 'task-cancelled': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'All Tasks Completed',
    /** The last one. */
    after: task,
    publicity: 'staff',
    line: () => 'No task is open any more',
    triggers: { 'all-tasks-completed': true },
    consumers: ['notify'],
  }),
] as const;
