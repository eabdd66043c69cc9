// Takes an upload to where nobody can write, scans it, and adds or refuses it; an import begins its
// job. It may come twice, late and in any order: a finding that says nothing new does nothing.

import type { Consume } from '#functions/events/consumer.ts';
import { startUploaded } from '#functions/imports/begin-import.ts';
import type { Services } from '#functions/services.ts';
import { afterMerges, definitionOf } from '#shared/casework/cases/cases.ts';
import { isCaseworkEvent } from '#shared/casework/casework.events.ts';
import { type ContentFinding, settleFile } from '#shared/casework/files/change-file.ts';
import { lookAt } from '#shared/casework/files/content.ts';
import { fileIn, isAwaited, isKeptMail, limitsOf } from '#shared/casework/files/file.ts';
import {
  type FilePlace,
  jobOfImport,
  pendingObject,
  placeOfObject,
  storedObject,
} from '#shared/casework/files/keys.ts';
import { busEvent } from '#shared/core/events/detail.ts';
import { byHand } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { own } from '#shared/core/records/own.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { fileKey } from '#shared/core/table/keys.ts';

/** The file of a place with the case that it belongs to by now, if both are there. */
const find = async (services: Services, { caseId, fileId }: FilePlace) => {
  const record = await afterMerges(services.table, caseId);
  const file = record && fileIn(await services.table.get(fileKey(record.id, fileId)), services.now());
  return record && file && { record, file, definition: await definitionOf(services.definitions, record) };
};

/**
 * The change that a scan finding makes to a file is recorded with the file's uploader as its actor.
 */
const settle = (services: Services, place: FilePlace, found: ContentFinding): Promise<void> =>
  againOnConflict(async () => {
    const it = await find(services, place);
    if (!it) return;
    const at = services.now();
    const { decisions, writes } = settleFile(it.record, { file: it.file, found, at }, it.definition);
    await services.commit({ actor: it.file.createdBy, at, cause: byHand }, decisions, writes);
  });

const take = async (services: Services, place: FilePlace): Promise<void> => {
  const { files } = services;
  const it = await find(services, place);
  if (!it) return;
  if (isAwaited(it.file)) {
    await files.keep(pendingObject(place), storedObject(place));
    const content = await files.read(storedObject(place));
    const limits = limitsOf(it.file.createdBy, it.definition.type);
    // An inbound mail is a mail, also with content of another type.
    const found = isKeptMail(it.file) ? { contentType: it.file.contentType } : await lookAt(content, it.file, limits);
    await settle(services, place, found);
  }
  // Also what was uploaded again by the same URL: the file is what was looked at.
  await files.remove(pendingObject(place));
};

type Scanned = { place: FilePlace | undefined; scan: 'clean' | 'infected' | undefined };

/** What GuardDuty says; of what it could not scan, nothing. */
const scannedByGuardDuty = (detail: unknown): Scanned => {
  const { s3ObjectDetails, scanResultDetails } = detail as {
    s3ObjectDetails: { objectKey: string };
    scanResultDetails?: { scanResultStatus?: string };
  };
  const results: Record<string, Scanned['scan']> = { NO_THREATS_FOUND: 'clean', THREATS_FOUND: 'infected' };
  return {
    place: placeOfObject(s3ObjectDetails.objectKey),
    scan: own(results, scanResultDetails?.scanResultStatus ?? ''),
  };
};

const scannedByOthers = (detail: unknown): Scanned => {
  const { objectKey, result } = detail as { objectKey?: unknown; result?: unknown };
  return {
    place: placeOfObject(String(objectKey)),
    scan: result === 'clean' || result === 'infected' ? result : undefined,
  };
};

const note = async (services: Services, { place, scan }: Scanned): Promise<void> => {
  if (place && scan) await settle(services, place, { scan });
};

export const takeFiles =
  (services: Services): Consume =>
  async ({ envelope }) => {
    const { source, detail } = envelope;
    if (source === 'aws.s3') {
      const { key } = (detail as { object: { key: string } }).object;
      const [place, jobId] = [placeOfObject(key), jobOfImport(key)];
      if (place) await take(services, place);
      if (jobId !== undefined) await startUploaded(services, jobId);
    } else if (source === eventSource) {
      const event = busEvent(envelope);
      const objects = isCaseworkEvent(event) && 'objects' in event.after ? event.after.objects : undefined;
      await Promise.all((objects ?? []).map(services.files.remove));
    } else if (source === 'aws.guardduty') await note(services, scannedByGuardDuty(detail));
    else await note(services, scannedByOthers(detail));
  };
