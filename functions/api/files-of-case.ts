import { pageBelow } from '#functions/api/pages.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { SignedDownload, SignedUpload } from '#functions/files.ts';
import type { Services } from '#functions/services.ts';
import { type CaseFile, fileIn, isAwaited, isStored, placeOf } from '#shared/casework/files/file.ts';
import { pendingObject, storedObject } from '#shared/casework/files/keys.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { fileKey, filePrefix } from '#shared/core/table/keys.ts';

// What staff and requesters do alike with the files of a case. Whether they may is asked before;
// what they are shown of a file is theirs to say.

/**
 * One page of the files of a case, oldest first, as `show` shows them; what it shows nothing of is
 * left out.
 */
export const filesOf = <T>(
  services: Services,
  request: Pick<
    RouteRequest<unknown, { limit: number; cursor?: string | undefined }, unknown>,
    'query' | 'caller' | 'now'
  >,
  { caseId, show }: { caseId: string; show: (file: CaseFile) => T | undefined },
) =>
  pageBelow(services, request, {
    name: 'files',
    subject: { kind: 'case', id: caseId },
    prefix: filePrefix,
    show: (item) => {
      const file = fileIn(item, request.now);
      return file && show(file);
    },
  });

/** A file of a case. @throws `not-found` */
export const fileOf = async (services: Services, caseId: string, { fileId, now }: { fileId: string; now: number }) => {
  const file = fileIn(await services.table.get(fileKey(caseId, fileId)), now);
  if (!file) throw new Refusal('not-found');
  return file;
};

/** Where a file is fetched once it is there; before that, where its uploader puts it. */
export const linksOf = async (
  { files }: Services,
  file: CaseFile,
  { by, now }: { by: Actor; now: number },
): Promise<{ upload?: SignedUpload; download?: SignedDownload }> => {
  if (isStored(file)) return { download: await files.signDownload(storedObject(placeOf(file)), file, now) };
  const isTheirs = file.createdBy.id === by.id && file.createdBy.kind === by.kind && file.via === undefined;
  return isAwaited(file) && isTheirs ? { upload: await files.signUpload(pendingObject(placeOf(file)), file, now) } : {};
};
