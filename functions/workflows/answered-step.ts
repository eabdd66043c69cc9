import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import { completeStep, taskThatAsked } from '#shared/casework/tasks/work-steps.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

/**
 * Goes on with the task that asked what a requester has answered. Done again, it finds the step
 * completed.
 */
export const followAnswer = (services: Services, { after, subject, actor, ...event }: DomainEvent): Promise<void> =>
  againOnConflict(async () => {
    const { table, definitions } = services;
    const questionId = own(after.question as Record<string, unknown> | undefined, 'id');
    const record = await readRecord<Case>(table, 'case', subject.id);
    if (!record || record.taskCount === 0 || typeof questionId !== 'string') return;
    const tasks = await tasksWith(table, record);
    const found = taskThatAsked(tasks, questionId);
    if (!found) return;
    const at = services.now();
    const within = { record, tasks, definition: await definitionOf(definitions, record) };
    const working = { by: actor, at, newId: () => services.newId(at) };
    const { decision } = completeStep(within, found.task, { place: found.place, outcome: {}, ...working });
    const cause = { eventId: event.eventId, subject, depth: event.cause.depth + 1, rules: event.cause.rules };
    await services.commit({ actor, at, cause }, [decision]);
  });
