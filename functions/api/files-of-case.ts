import { pageBelow } from '#functions/api/pages.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { SignedDownload, SignedUpload } from '#functions/files.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import {
  announceFile,
  type CaseFile,
  fileIn,
  fileWrite,
  isAwaited,
  isStored,
  pendingFor,
  placeOf,
} from '#shared/casework/files/file.ts';
import { pendingObject, storedObject } from '#shared/casework/files/keys.ts';
import { Refusal } from '#shared/core/errors.ts';
import { ulidFrom } from '#shared/core/records/ids.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { fileKey, filePrefix, partitionOf } from '#shared/core/table/keys.ts';

// What staff and requesters do alike with the files of a case. Whether they may is asked before;
// what they are shown of a file is theirs to say.

/**
 * Files of a case that were announced lately and are still awaited. Their ids begin with when that
 * was, so the others are not read.
 */
const awaitedFiles = async ({ table }: Services, caseId: string, now: number): Promise<CaseFile[]> => {
  const pk = partitionOf({ kind: 'case', id: caseId });
  const from = fileKey(caseId, ulidFrom(now - pendingFor)).sk;
  const items = await table.queryAll({ pk, from, to: `${filePrefix}~`, consistent: true });
  return items.flatMap((item) => fileIn(item, now) ?? []).filter(isAwaited);
};

/** Announces a file in somebody's name. @throws as `announceFile` */
export const announce = async (
  services: Services,
  { record, definition }: { record: Case; definition: CaseDefinition },
  { input, by, now }: { input: Parameters<typeof announceFile>[1]['input']; by: Actor; now: number },
): Promise<{ file: CaseFile; upload: SignedUpload; writes: Write[] }> => {
  const awaited = await awaitedFiles(services, record.id, now);
  const file = announceFile(record, { id: services.newId(now), input, by, at: now, awaited }, definition);
  const upload = await services.files.signUpload(pendingObject(placeOf(file)), file, now);
  return { file, upload, writes: [fileWrite(record.id, file)] };
};

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
