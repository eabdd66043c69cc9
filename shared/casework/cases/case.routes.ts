import * as z from 'zod';
import { actOnCase, oneCase } from '#shared/casework/cases/act-on-case.routes.ts';
import {
  caseAnswerSchema,
  caseChangesSchema,
  caseForRequesterSchema,
  newCaseBodySchema,
} from '#shared/casework/cases/case.ts';
import { statusCategories } from '#shared/casework/cases/status.schema.ts';
import { logRoutes } from '#shared/casework/notes/log.routes.ts';
import { noteSchema, systemNoteSchema } from '#shared/casework/notes/note.schema.ts';
import { explainedPageOf, pageOf } from '#shared/core/http/answers.ts';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';
import { flag, listQuery, logQuery } from '#shared/core/records/listing.schema.ts';
import { instant, key, longText, personOrGroup, statement } from '#shared/core/records/primitives.ts';

const family = 'cases' as const;
const who = 'staff' as const;
const note = statement.optional();

export const createCaseRoute = defineRoute({
  name: 'createCase',
  method: 'POST',
  path: '/v1/cases',
  family,
  who: 'signed-in',
  summary: 'Raise a case',
  body: newCaseBodySchema,
  answer: z.union([caseAnswerSchema, caseForRequesterSchema]),
  status: 201,
  refusals: ['not-allowed', 'disabled', 'unknown-reference', 'has-case', 'other-contact'],
});
export const listCasesRoute = defineRoute({
  name: 'listCases',
  method: 'GET',
  path: '/v1/cases',
  family,
  who,
  summary: 'Cases, newest first unless sorted otherwise',
  query: z.strictObject({
    ...listQuery,
    instance: key.optional(),
    status: key.optional(),
    category: z.enum(statusCategories).optional(),
    stage: key.optional(),
    subtype: key.optional(),
    assignee: z.string().min(1).max(128).optional(),
    escalated: flag.optional(),
    dueBefore: instant.optional(),
  }),
  answer: explainedPageOf(caseAnswerSchema),
  refusals: ['not-allowed', 'unknown-reference'],
});
export const getCaseRoute = defineRoute({
  name: 'getCase',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}',
  family,
  who,
  summary: 'One case, by id or reference; as it stood at an instant with asOf',
  params: oneCase,
  query: z.strictObject({ asOf: instant.optional() }),
  answer: caseAnswerSchema,
  refusals: ['not-found'],
});
export const editCaseRoute = defineRoute({
  name: 'editCase',
  method: 'PATCH',
  path: '/v1/cases/{id}',
  family,
  who,
  summary: 'Change a case',
  ifMatch: 'required',
  params: oneCase,
  body: caseChangesSchema,
  answer: caseAnswerSchema,
  refusals: [
    'not-found',
    'not-allowed',
    'in-trash',
    'disabled',
    'stale',
    'clock-stopped',
    'locked-out',
    'unknown-reference',
    'requester-hidden',
  ],
});
export const claimCaseRoute = defineRoute({
  ...actOnCase,
  name: 'claimCase',
  method: 'POST',
  path: '/v1/cases/{id}/claim',
  summary: 'Take a case that no other person has',
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-assigned', 'already-closed', 'stale'],
});
export const releaseCaseRoute = defineRoute({
  ...actOnCase,
  name: 'releaseCase',
  method: 'POST',
  path: '/v1/cases/{id}/release',
  summary: 'Put a case back',
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-assigned', 'already-closed', 'stale'],
});
export const assignCaseRoute = defineRoute({
  ...actOnCase,
  name: 'assignCase',
  method: 'POST',
  path: '/v1/cases/{id}/assign',
  summary: 'Give a case to a person or a team',
  body: z.union([
    z.strictObject({ user: personOrGroup.options[0].shape.user, reason: key.optional(), note }),
    z.strictObject({ group: personOrGroup.options[1].shape.group, reason: key.optional(), note }),
  ]),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'locked-out', 'stale', 'unknown-reference'],
});
export const caseStatusRoute = defineRoute({
  ...actOnCase,
  name: 'changeCaseStatus',
  method: 'POST',
  path: '/v1/cases/{id}/status',
  summary: 'Move a case to another status',
  body: z.strictObject({ status: key }),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'use-close', 'illegal-transition', 'stale'],
});
export const escalateCaseRoute = defineRoute({
  ...actOnCase,
  name: 'escalateCase',
  method: 'POST',
  path: '/v1/cases/{id}/escalate',
  summary: 'Escalate a case by hand',
  body: z.strictObject({ reason: key, note }),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'stale'],
});
export const deEscalateCaseRoute = defineRoute({
  ...actOnCase,
  name: 'deEscalateCase',
  method: 'POST',
  path: '/v1/cases/{id}/de-escalate',
  summary: 'Take an escalation back',
  body: z.strictObject({ note }).optional(),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-escalated', 'stale'],
});
export const closeCaseRoute = defineRoute({
  ...actOnCase,
  name: 'closeCase',
  method: 'POST',
  path: '/v1/cases/{id}/close',
  summary: 'Close a case with a reason',
  body: z.strictObject({ reason: key.optional(), details: longText.optional() }),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'open-tasks', 'blocked-by-link', 'stale'],
});
export const reopenCaseRoute = defineRoute({
  ...actOnCase,
  name: 'reopenCase',
  method: 'POST',
  path: '/v1/cases/{id}/reopen',
  summary: 'Take a closed case up again',
  body: z.strictObject({ note: statement }),
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-closed', 'merged', 'stale'],
});
const { notes, ...logs } = logRoutes('case');
export const { history: caseHistoryRoute, addNote: addCaseNoteRoute } = logs;
export const caseNotesRoute = defineRoute({
  ...notes,
  summary: 'Notes on a case, oldest first unless sorted otherwise; with system=true also what happened to it, in words',
  query: z.strictObject({ ...logQuery, system: flag.optional() }),
  answer: pageOf(z.union([noteSchema, systemNoteSchema])),
});
export const trashCaseRoute = defineRoute({
  name: 'trashCase',
  method: 'DELETE',
  path: '/v1/cases/{id}',
  family,
  who,
  summary: 'Put a case into the trash, or delete one that is there for good',
  ifMatch: 'required',
  params: oneCase,
  query: dryRunQuery.extend({ permanent: flag.optional() }),
  answer: z.undefined(),
  status: 204,
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-trashed', 'on-hold', 'stale'],
});
export const exportCaseRoute = defineRoute({
  name: 'exportCase',
  method: 'GET',
  path: '/v1/cases/{id}/export',
  family,
  who,
  summary: 'A case with its files, history and a page to read, as a zip; for the type’s export group and admins',
  params: oneCase,
  answer: z.file().mime('application/zip'),
  startsJob: true,
  refusals: ['not-found', 'not-allowed', 'in-trash'],
});
export const restoreCaseRoute = defineRoute({
  ...actOnCase,
  name: 'restoreCase',
  method: 'POST',
  path: '/v1/cases/{id}/restore',
  summary: 'Take a case out of the trash',
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-trashed', 'stale'],
});
export const caseRoutes = [
  createCaseRoute,
  listCasesRoute,
  getCaseRoute,
  editCaseRoute,
  claimCaseRoute,
  releaseCaseRoute,
  assignCaseRoute,
  caseStatusRoute,
  escalateCaseRoute,
  deEscalateCaseRoute,
  closeCaseRoute,
  reopenCaseRoute,
  caseHistoryRoute,
  caseNotesRoute,
  addCaseNoteRoute,
  trashCaseRoute,
  exportCaseRoute,
  restoreCaseRoute,
];
