import * as z from 'zod';
import { alertAnswerSchema, alertChangesSchema, newAlertBodySchema } from '#shared/casework/alerts/alert.ts';
import { alertStatuses } from '#shared/casework/alerts/status.ts';
import { newCaseBodySchema } from '#shared/casework/cases/case.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { logRoutes } from '#shared/casework/notes/log.routes.ts';
import { noteSchema } from '#shared/casework/notes/note.schema.ts';
import { explainedPageOf, pageOf } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { flag, listQuery } from '#shared/core/records/listing.schema.ts';
import { key, personOrGroup, statement, ulidSchema } from '#shared/core/records/primitives.ts';

const family = 'alerts' as const;
const who = 'staff' as const;
// Any text is taken and looked for: an id that is no ULID is a record that is not there.
const one = z.strictObject({ id: z.string().min(1).max(64) });
const action = {
  family,
  who,
  ifMatch: 'optional' as const,
  params: one,
  answer: alertAnswerSchema,
  findsMoreFaults: true as const,
};
const settled = z.strictObject({ outcome: key.optional(), note: statement.optional() }).optional();
const noted = z.strictObject({ note: statement.optional() }).optional();
const refusals = ['not-found', 'not-allowed', 'illegal-transition', 'stale'] as const;

export const createAlertRoute = defineRoute({
  name: 'createAlert',
  method: 'POST',
  path: '/v1/alerts',
  family,
  who,
  summary: 'Raise an alert',
  body: newAlertBodySchema,
  answer: alertAnswerSchema,
  status: 201,
  refusals: ['not-allowed', 'disabled', 'unknown-reference', 'no-working-time'],
});
const rowResult = z.strictObject({ status: z.int(), id: ulidSchema.optional(), error: z.looseObject({}).optional() });
export const createAlertsRoute = defineRoute({
  name: 'createAlerts',
  method: 'POST',
  path: '/v1/alerts/bulk',
  family,
  who,
  summary: 'Raise up to a hundred alerts; each row has its own result',
  // Rows are checked one by one, so that one that is wrong keeps no other from being raised.
  body: z.strictObject({ items: z.array(z.record(z.string(), z.unknown())).min(1).max(100) }),
  answer: z.strictObject({ results: z.array(rowResult) }),
});
export const listAlertsRoute = defineRoute({
  name: 'listAlerts',
  method: 'GET',
  path: '/v1/alerts',
  family,
  who,
  summary: 'Alerts, newest first unless sorted otherwise',
  query: z.strictObject({
    ...listQuery,
    status: z.enum(alertStatuses).optional(),
    category: z.enum(['open', 'closed']).optional(),
    reviewer: z.string().min(1).max(128).optional(),
    hasCase: flag.optional(),
  }),
  answer: explainedPageOf(alertAnswerSchema),
  refusals: ['not-allowed', 'unknown-reference'],
});
export const getAlertRoute = defineRoute({
  name: 'getAlert',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/alerts/{id}',
  family,
  who,
  summary: 'One alert',
  params: one,
  answer: alertAnswerSchema,
  refusals: ['not-found'],
});
export const alertSummaryRoute = defineRoute({
  name: 'alertSummary',
  method: 'GET',
  path: '/v1/alerts/{id}/summary',
  family,
  who,
  summary: 'An alert with its contact, and the actions that the caller may take',
  params: one,
  answer: z
    .strictObject({
      record: alertAnswerSchema,
      contact: contactSchema.optional(),
      allowed: z.array(z.string()).meta({
        description: 'The last parts of the routes of those actions that would be taken, such as resolve',
      }),
      rights: z.array(z.enum(['work', 'discuss'])).meta({
        description: 'What the caller may do on it beside actions: work (edit it), discuss (add notes)',
      }),
    })
    .meta({ id: 'AlertSummary' }),
  refusals: ['not-found'],
});
export const editAlertRoute = defineRoute({
  name: 'editAlert',
  method: 'PATCH',
  path: '/v1/alerts/{id}',
  family,
  who,
  summary: 'Change an alert',
  ifMatch: 'required',
  params: one,
  body: alertChangesSchema,
  answer: alertAnswerSchema,
  refusals: ['not-found', 'not-allowed', 'disabled', 'stale', 'unknown-reference'],
});
export const startAlertRoute = defineRoute({
  ...action,
  name: 'startAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/start',
  summary: 'Begin to look at an alert',
  body: noted,
  refusals,
});
export const resolveAlertRoute = defineRoute({
  ...action,
  name: 'resolveAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/resolve',
  summary: 'Resolve an alert',
  body: settled,
  refusals,
});
export const dismissAlertRoute = defineRoute({
  ...action,
  name: 'dismissAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/dismiss',
  summary: 'Dismiss an alert',
  body: settled,
  refusals,
});
export const cancelAlertRoute = defineRoute({
  ...action,
  name: 'cancelAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/cancel',
  summary: 'Cancel an alert',
  body: settled,
  refusals,
});
export const reopenAlertRoute = defineRoute({
  ...action,
  name: 'reopenAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/reopen',
  summary: 'Take a closed alert up again',
  body: noted,
  refusals,
});
export const assignAlertRoute = defineRoute({
  ...action,
  name: 'assignAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/assign',
  summary: 'Give an alert to a reviewer',
  body: personOrGroup,
  refusals: ['not-found', 'not-allowed', 'already-closed', 'stale', 'unknown-reference'],
});
export const escalateAlertRoute = defineRoute({
  ...action,
  name: 'escalateAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/escalate',
  summary: 'Link an alert to a case of the same contact, or to a new one',
  body: z.union([
    z.strictObject({ caseId: ulidSchema }),
    z.strictObject({ case: newCaseBodySchema.omit({ alertIds: true }) }),
  ]),
  refusals: [
    'not-found',
    'not-allowed',
    'has-case',
    'other-contact',
    'too-many-alerts',
    'already-closed',
    'disabled',
    'unknown-reference',
    'stale',
  ],
});
export const unlinkAlertRoute = defineRoute({
  ...action,
  name: 'unlinkAlert',
  method: 'POST',
  path: '/v1/alerts/{id}/unlink',
  summary: 'Take an alert from its case',
  refusals: ['not-found', 'not-allowed', 'no-case', 'stale'],
});
const { notes, ...logs } = logRoutes('alert');
export const { history: alertHistoryRoute, addNote: addAlertNoteRoute } = logs;
export const alertNotesRoute = defineRoute({ ...notes, answer: pageOf(noteSchema) });

export const alertRoutes = [
  createAlertRoute,
  createAlertsRoute,
  listAlertsRoute,
  getAlertRoute,
  alertSummaryRoute,
  editAlertRoute,
  startAlertRoute,
  resolveAlertRoute,
  dismissAlertRoute,
  cancelAlertRoute,
  reopenAlertRoute,
  assignAlertRoute,
  escalateAlertRoute,
  unlinkAlertRoute,
  alertHistoryRoute,
  alertNotesRoute,
  addAlertNoteRoute,
];
