import type { SignedUpload } from '#functions/files.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { announceFile } from '#shared/casework/files/change-file.ts';
import { type CaseFile, fileIn, fileWrite, isAwaited, pendingFor, placeOf } from '#shared/casework/files/file.ts';
import { pendingObject } from '#shared/casework/files/keys.ts';
import { ulidFrom } from '#shared/core/records/ids.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { fileKey, filePrefix, partitionOf } from '#shared/core/table/keys.ts';

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
