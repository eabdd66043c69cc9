import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { fileAnswerSchema, fileForRequesterSchema, fileSchema } from '#shared/casework/files/file.schema.ts';
import type { FilePlace } from '#shared/casework/files/keys.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { fileKey } from '#shared/core/table/keys.ts';

// A file is announced, uploaded to where nothing is trusted, taken to where nobody can write,
// scanned, and only then added. A second upload by the same URL changes nothing that was scanned.

export type CaseFile = z.infer<typeof fileSchema>;
export type FileAnswer = z.infer<typeof fileAnswerSchema>;
export type FileForRequester = z.infer<typeof fileForRequesterSchema>;

/**
 * How long an announced file is waited for, in milliseconds: who began today and lost the network
 * comes back today.
 */
export const pendingFor = 24 * 60 * 60 * 1000;

type FileSide = 'requester' | 'staff';
export const sideOf = ({ kind }: Actor): FileSide => (kind === 'requester' ? 'requester' : 'staff');
// SES takes mails of 40 MB; composed anew, one may grow a little.
const keptMailLimits = { maxSize: 64 * 2 ** 20, maxCount: Number.POSITIVE_INFINITY, types: ['message/rfc822'] };
/**
 * Whether a file is a whole mail that was kept with the case. Nobody brought it, and no limit of
 * the type is for it.
 */
export const isKeptMail = ({ createdBy }: Pick<CaseFile, 'createdBy'>): boolean => createdBy.kind === 'system';
/** What somebody may bring to a case of a type. */
export const limitsOf = (by: Actor, { files }: Pick<CaseType, 'files'>) =>
  isKeptMail({ createdBy: by }) ? keptMailLimits : files[sideOf(by)];
/** How many more files somebody's side may bring to a case. */
export const roomFor = (by: Actor, record: Case, type: Pick<CaseType, 'files'>): number =>
  Math.max(0, limitsOf(by, type).maxCount - countOf(by, record));
/** How many files of somebody's side a case has. */
export const countOf = (by: Actor, { fileCount, requesterFileCount }: Case): number =>
  sideOf(by) === 'requester' ? requesterFileCount : fileCount - requesterFileCount;
export const counted = (record: Case, file: CaseFile, by: 1 | -1): Case =>
  isKeptMail(file)
    ? record
    : {
        ...record,
        fileCount: record.fileCount + by,
        requesterFileCount: record.requesterFileCount + (sideOf(file.createdBy) === 'requester' ? by : 0),
      };

/** What the objects of a file are named by, wherever its case has been merged into since. */
export const placeOf = ({ announcedFor, id }: CaseFile): FilePlace => ({ caseId: announcedFor, fileId: id });

/** A file as staff see it. */
export const answerFile = ({ announcedFor: _place, checkedAt: _checked, ...file }: CaseFile): FileAnswer => file;

/** A file as a requester sees it; undefined for a private one. */
export const answerFileForRequester = (file: CaseFile): FileForRequester | undefined => {
  if (file.private) return undefined;
  const { id, version, createdAt, createdBy, name, contentType, size, state, reason, scan } = file;
  const byRequester = sideOf(createdBy) === 'requester';
  return { id, version, createdAt, name, contentType, size, state, ...(reason && { reason }), scan, byRequester };
};

/**
 * Whether a file that was announced is waited for no longer: it is as good as gone, though the
 * table deletes it later.
 */
const isGivenUp = ({ state, checkedAt, createdAt }: CaseFile, now: number): boolean =>
  state === 'pending' && checkedAt === undefined && epoch(createdAt) + pendingFor <= now;

/** The file of an item, unless it is waited for no longer. */
export const fileIn = (item: Item | undefined, now: number): CaseFile | undefined => {
  const file = item?.file as CaseFile | undefined;
  return file && !isGivenUp(file, now) ? file : undefined;
};

/** Whether a file may be fetched. */
export const isStored = ({ state }: CaseFile): boolean => state === 'stored';
/** Whether its content is still to come. */
export const isAwaited = ({ state, checkedAt }: CaseFile): boolean => state === 'pending' && checkedAt === undefined;

const itemOf = (caseId: string, file: CaseFile): Item => ({
  ...fileKey(caseId, file.id),
  file,
  version: file.version,
  ...(isAwaited(file) && { expiresAt: Math.ceil((epoch(file.createdAt) + pendingFor) / 1000) }),
});

/** The write of a file: of a new one, or over the version that was read. */
export const fileWrite = (caseId: string, after: CaseFile, before?: CaseFile): Write => ({
  put: itemOf(caseId, after),
  when: before ? { holds: { version: before.version } } : 'new',
});

/** How many of these are there, and of the requester's side. */
export const countsOf = (files: readonly CaseFile[]): Pick<Case, 'fileCount' | 'requesterFileCount'> => {
  const there = files.filter((file) => isStored(file) && !isKeptMail(file));
  return {
    fileCount: there.length,
    requesterFileCount: there.filter(({ createdBy }) => sideOf(createdBy) === 'requester').length,
  };
};
