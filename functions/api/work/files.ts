import { announce } from '#functions/api/announce-file.ts';
import { loadCase } from '#functions/api/cases/load.ts';
import { fileOf, filesOf, linksOf } from '#functions/api/files-of-case.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import { removeFile as remove, updateFile as update } from '#shared/casework/files/change-file.ts';
import {
  announceFileRoute,
  caseFilesRoute,
  getFileRoute,
  removeFileRoute,
  updateFileRoute,
} from '#shared/casework/files/file.routes.ts';
import { answerFile } from '#shared/casework/files/file.ts';
import { requireVersion } from '#shared/core/records/read.ts';

// POST /v1/cases/{id}/files
export const announceFile = routeHandler(announceFileRoute, async (services, request) => {
  const { body, caller, now } = request;
  const loaded = await loadCase(services, request, 'work');
  const { file, upload, writes } = await announce(services, loaded, { input: body, by: actorOf(caller), now });
  return { writes, body: { ...answerFile(file), upload }, version: file.version };
});

// GET /v1/cases/{id}/files
export const caseFiles = routeHandler(caseFilesRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  return { body: await filesOf(services, request, { caseId: record.id, show: answerFile }) };
});

// GET /v1/cases/{id}/files/{fileId}
export const getFile = routeHandler(getFileRoute, async (services, request) => {
  const { path, caller, now } = request;
  const { record } = await loadCase(services, request, 'view');
  const file = await fileOf(services, record.id, { fileId: path.fileId, now });
  return {
    body: { ...answerFile(file), ...(await linksOf(services, file, { by: actorOf(caller), now })) },
    version: file.version,
  };
});

// PATCH /v1/cases/{id}/files/{fileId}
export const updateFile = routeHandler(updateFileRoute, async (services, request) => {
  const { path, body, caller, ifMatch, now } = request;
  const { record } = await loadCase(services, { path, caller }, 'work');
  const file = await fileOf(services, record.id, { fileId: path.fileId, now });
  requireVersion(file, ifMatch);
  const updated = update(record, { file, changes: body, at: now });
  return { decisions: [updated.decision], body: answerFile(updated.file), version: updated.file.version };
});

// DELETE /v1/cases/{id}/files/{fileId}
export const removeFile = routeHandler(removeFileRoute, async (services, request) => {
  const { path, caller, ifMatch, now } = request;
  const { record } = await loadCase(services, { path, caller }, 'manage');
  const file = await fileOf(services, record.id, { fileId: path.fileId, now });
  requireVersion(file, ifMatch);
  return { decisions: [remove(record, { file, at: now })], body: undefined };
});
