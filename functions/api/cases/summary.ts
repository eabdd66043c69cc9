import { loadCase, may } from '#functions/api/cases/load.ts';
import { allowedActions } from '#functions/api/cases/rehearse-actions.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { caseSummaryRoute, rightsOnCase } from '#shared/casework/cases/summary.routes.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { answerQuestion, isWaiting, type Question, questionsOfCase } from '#shared/casework/questions/question.ts';
import { answerTask, inTaskOrder, isOpenTask, type Task } from '#shared/casework/tasks/task.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, notePrefix, partitionOf } from '#shared/core/table/keys.ts';

const shownNotes = 5;
// What lies between tasks and notes beside questions: sequences, of which a case has a few, and who
// raised it.
const others = 30;

/**
 * What lies below a case, in two Queries: its appointments; and backwards from its tasks over
 * sequences and questions to the newest of its notes.
 */
const readBelow = async ({ table }: Services, record: Case) => {
  const pk = partitionOf({ kind: 'case', id: record.id });
  const backwards = {
    from: notePrefix,
    to: `${childPrefix('task')}~`,
    descending: true,
    limit: record.taskCount + questionsOfCase(record) + shownNotes + others,
  };
  const [appointments, rest] = await Promise.all([
    table.query({ pk, prefix: childPrefix('appointment'), consistent: true }),
    table.query({ pk, ...backwards, consistent: true }),
  ]);
  const of = (prefix: string) => rest.items.filter(({ sk }) => sk.startsWith(prefix));
  return {
    appointments: appointments.items.map(({ record }) => record as Appointment),
    tasks: of(childPrefix('task')),
    questions: of(childPrefix('question')),
    notes: of(notePrefix)
      .slice(0, shownNotes)
      .map(({ note }) => note as Note),
  };
};

const recordsIn = <R>(items: readonly Item[]): R[] => items.map(({ record }) => record as R);

/** The one that begins next, of those that are neither cancelled nor over. */
const nextOf = (appointments: readonly Appointment[], now: number): Appointment | undefined =>
  appointments
    .filter(({ status, startsAt }) => status === 'scheduled' && startsAt >= iso(now))
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))[0];

// GET /v1/cases/{id}/summary
export const caseSummary = routeHandler(caseSummaryRoute, async (services, request) => {
  const { caller, now } = request;
  const within = await loadCase(services, request, 'view');
  const { record, definition } = within;
  const mayDo = (right: (typeof rightsOnCase)[number]) => may(services, caller, right, record);
  const [held, below, contact] = await Promise.all([
    Promise.all(rightsOnCase.map(mayDo)),
    readBelow(services, record),
    record.contactId === undefined ? undefined : readRecord<Contact>(services.table, 'contact', record.contactId),
  ]);
  const asked = { caller, below: [...below.tasks, ...below.questions] };
  const allowed = await allowedActions(services, within, asked);
  const shown = answerCase(record, definition, now);
  const next = nextOf(below.appointments, now);
  return {
    body: {
      record: shown,
      ...(contact && { contact }),
      clocks: shown.clocks,
      openTasks: recordsIn<Task>(below.tasks)
        .filter(isOpenTask)
        .sort(inTaskOrder)
        .map((task) => answerTask(task, definition, { priority: record.priority, at: now })),
      lastNotes: below.notes,
      ...(next && { nextAppointment: next }),
      openQuestions: recordsIn<Question>(below.questions)
        .filter((question) => isWaiting(question, record))
        .reverse()
        .map((question) => answerQuestion(question, record)),
      allowed,
      rights: rightsOnCase.filter((_, place) => held[place]),
    },
    version: record.version,
  };
});
