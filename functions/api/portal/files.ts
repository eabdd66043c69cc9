import type * as z from 'zod';
import { announce, fileOf, filesOf, linksOf } from '#functions/api/files-of-case.ts';
import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { answerFileForRequester, type CaseFile, type FileForRequester } from '#shared/casework/files/file.ts';
import { Refusal } from '#shared/core/errors.ts';
import {
  announceMyFileRoutes,
  getMyFileRoutes,
  myFilesRoutes,
  type PortalAccess,
} from '#shared/portal/portal.routes.ts';

/** A file as the requester sees it. @throws `not-found` for one that is for staff */
const shown = (file: CaseFile): FileForRequester => {
  const answer = answerFileForRequester(file);
  if (!answer) throw new Refusal('not-found');
  return answer;
};

type Announcing = z.output<(typeof announceMyFileRoutes)[number]['input']['body']>;

/** Announces a file of a requester to their case. @throws as `announceFile`, `already-closed` */
export const announceForRequester = async (
  services: Services,
  request: RouteRequest<PortalAccess, unknown, Announcing>,
) => {
  const { requester, home } = await loadForRequester(services, request, 'act');
  // That it went on in another case is not for them to know.
  if (home.record.mergedInto) throw new Refusal('already-closed');
  const actor = actorOfRequester(requester);
  const input = { ...request.body, private: false };
  const { file, upload, writes } = await announce(services, home, { input, by: actor, now: request.now });
  return { file, actor, writes, body: { ...shown(file), upload }, version: file.version };
};

// POST …/files
export const announceMyFile = storyBothWays(announceMyFileRoutes, async (services, request) => {
  const { file: _announced, ...result } = await announceForRequester(services, request);
  return result;
});

// GET …/files
export const myFiles = storyBothWays(myFilesRoutes, async (services, request) => {
  const { home, shows } = await loadForRequester(services, request, 'view');
  const show = (file: CaseFile) => (shows(file) ? answerFileForRequester(file) : undefined);
  return { body: await filesOf(services, request, { caseId: home.record.id, show }) };
});

// GET …/files/{fileId}
export const getMyFile = storyBothWays(getMyFileRoutes, async (services, request) => {
  const { path, now } = request;
  const { home, requester, shows } = await loadForRequester(services, request, 'view');
  const file = await fileOf(services, home.record.id, { fileId: path.fileId, now });
  if (!shows(file)) throw new Refusal('not-found');
  return {
    body: { ...shown(file), ...(await linksOf(services, file, { by: actorOfRequester(requester), now })) },
    version: file.version,
  };
});
