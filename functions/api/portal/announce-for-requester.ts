import type * as z from 'zod';
import { announce } from '#functions/api/announce-file.ts';
import { actorOfRequester, loadForRequester } from '#functions/api/portal/load.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { answerFileForRequester, type CaseFile, type FileForRequester } from '#shared/casework/files/file.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { announceMyFileRoutes, PortalAccess } from '#shared/portal/portal.routes.ts';

/** A file as the requester sees it. @throws `not-found` for one that is for staff */
export const shown = (file: CaseFile): FileForRequester => {
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
