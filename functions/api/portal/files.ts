import { fileOf, filesOf, linksOf } from '#functions/api/files-of-case.ts';
import { announceForRequester, shown } from '#functions/api/portal/announce-for-requester.ts';
import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { answerFileForRequester, type CaseFile } from '#shared/casework/files/file.ts';
import { Refusal } from '#shared/core/errors.ts';
import { announceMyFileRoutes, getMyFileRoutes, myFilesRoutes } from '#shared/portal/portal.routes.ts';

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
