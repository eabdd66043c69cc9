import * as z from 'zod';
import {
  announcedFileSchema,
  fileAnswerSchema,
  fileChangesSchema,
  newFileSchema,
  oneFileSchema,
} from '#shared/casework/files/file.schema.ts';
import { nothing, pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

// Files of a case. Their content goes between the holder of a signed URL and the bucket, never
// through the API.

const shared = { family: 'work' as const, who: 'staff' as const };
const ofCase = { ...shared, params: z.strictObject({ id: z.string().min(1).max(64) }) };
const oneOfCase = {
  ...shared,
  params: z.strictObject({ id: z.string().min(1).max(64), fileId: z.string().min(1).max(64) }),
  path: '/v1/cases/{id}/files/{fileId}' as const,
};

export const announceFileRoute = defineRoute({
  ...ofCase,
  name: 'announceCaseFile',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/files',
  summary: 'Announce a file to a case; its content is then put where `upload` says',
  body: newFileSchema,
  answer: announcedFileSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'in-trash', 'merged', 'too-many-files'],
});
export const caseFilesRoute = defineRoute({
  ...ofCase,
  name: 'caseFiles',
  method: 'GET',
  path: '/v1/cases/{id}/files',
  summary: 'Files of a case, oldest first, with those that are on their way or were not taken',
  readsOneRecord: true,
  query: plainPageQuery,
  answer: pageOf(fileAnswerSchema),
  refusals: ['not-found'],
});
export const getFileRoute = defineRoute({
  ...oneOfCase,
  name: 'getCaseFile',
  method: 'GET',
  summary: 'One file of a case, with a URL that hands out its content for a few minutes',
  readsOneRecord: true,
  answer: oneFileSchema,
  refusals: ['not-found'],
});
export const updateFileRoute = defineRoute({
  ...oneOfCase,
  name: 'updateCaseFile',
  findsMoreFaults: true,
  method: 'PATCH',
  summary: 'Rename a file, or keep it from the requester',
  ifMatch: 'optional',
  body: fileChangesSchema,
  answer: fileAnswerSchema,
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash'],
});
export const removeFileRoute = defineRoute({
  ...oneOfCase,
  name: 'removeCaseFile',
  method: 'DELETE',
  summary: 'Remove a file; managers only. That it was there stays in the history',
  ifMatch: 'optional',
  answer: nothing,
  status: 204,
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash'],
});

export const fileRoutes = [announceFileRoute, caseFilesRoute, getFileRoute, updateFileRoute, removeFileRoute];
