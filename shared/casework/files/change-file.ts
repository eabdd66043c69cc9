import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { withoutKinds } from '#shared/casework/cases/clocks/agenda.ts';
import type { CaseEventType, CaseworkEventOf } from '#shared/casework/casework.events.ts';
import { type Finding, mayBeAnnounced } from '#shared/casework/files/content.ts';
import type { fileChangesSchema, newFileSchema } from '#shared/casework/files/file.schema.ts';
import {
  answerFile,
  type CaseFile,
  counted,
  countOf,
  fileWrite,
  isStored,
  limitsOf,
  placeOf,
  sideOf,
} from '#shared/casework/files/file.ts';
import { storedObject } from '#shared/casework/files/keys.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged, type Write } from '#shared/core/table/decision.ts';
import { eventBesideVersions, fileKey } from '#shared/core/table/keys.ts';

// What happens to a file from its announcement on. What is found out of it comes late, twice and in
// any order.

interface Announce {
  id: string;
  input: z.output<typeof newFileSchema>;
  by: Actor;
  at: number;
  /** Files of the case that others, or the same person, have announced and not brought yet. */
  awaited: readonly CaseFile[];
}

const faultsOf = (
  { size, contentType }: Announce['input'],
  { maxSize, types }: ReturnType<typeof limitsOf>,
): Fault[] => [
  ...(size > maxSize
    ? [
        {
          pointer: '/size',
          code: 'too-large',
          detail: `at most ${maxSize} bytes`,
          values: { of: 'bytes', most: maxSize },
        },
      ]
    : []),
  ...(mayBeAnnounced(contentType, types)
    ? []
    : [
        {
          pointer: '/contentType',
          code: 'type-not-allowed',
          detail: `the type takes ${types.join(', ') || 'no files'}`,
          ...(types.length > 0 && { values: { choices: types.join(', ') } }),
        },
      ]),
];

/** What a type says against files that somebody brings together with a new case. */
export const faultsOfFirstFiles = (
  inputs: readonly Announce['input'][],
  { by, type }: { by: Actor; type: Pick<CaseType, 'files'> },
): Fault[] => {
  const limits = limitsOf(by, type);
  const most = limits.maxCount;
  const tooMany = { pointer: '', code: 'too-many-files', detail: `at most ${most} files`, values: { most } };
  return [...(inputs.length > most ? [tooMany] : []), ...inputs.flatMap((one) => faultsOf(one, limits))];
};

/** A file as it begins: announced, and waited for. */
export const awaitedFile = (
  { id, input, by, at }: Omit<Announce, 'awaited'>,
  record: Pick<Case, 'id'>,
  { type }: CaseDefinition,
): CaseFile => ({
  id,
  version: 1,
  createdAt: iso(at),
  createdBy: by,
  updatedAt: iso(at),
  ...input,
  state: 'pending',
  scan: type.files.scan ? 'waiting' : 'none',
  announcedFor: record.id,
});

/**
 * Announces a file; nothing happens to its case until the content is there.
 * @throws `merged`; 400 for its size or type; `too-many-files`, those on their way included
 */
export const announceFile = (record: Case, command: Announce, definition: CaseDefinition): CaseFile => {
  if (record.mergedInto) throw new Refusal('merged');
  const { by, input, awaited } = command;
  const limits = limitsOf(by, definition.type);
  const faults = faultsOf(input, limits);
  if (faults.length > 0) throw invalid(faults);
  const onTheirWay = awaited.filter(({ createdBy }) => sideOf(createdBy) === sideOf(by)).length;
  if (countOf(by, record) + onTheirWay >= limits.maxCount)
    throw new Refusal('too-many-files', `The case takes ${limits.maxCount} files of the ${sideOf(by)}`);
  return awaitedFile(command, record, definition);
};

/** What was found out of a file: what is in it, or what a scanner says of it. */
export type ContentFinding = Finding | { scan: 'clean' | 'infected' };

const afterFinding = (file: CaseFile, found: ContentFinding, at: number): CaseFile => {
  if ('reason' in found) return { ...file, state: 'rejected', reason: found.reason };
  if ('contentType' in found) return { ...file, contentType: found.contentType, checkedAt: iso(at) };
  if (found.scan === 'infected') return { ...file, scan: 'infected', state: 'rejected', reason: 'infected' };
  return { ...file, scan: 'clean' };
};

/** What an event holds of a file: the file, and which objects of the bucket are its content. */
const detailOf = (file: CaseFile) => ({ file: answerFile(file), objects: [storedObject(placeOf(file))] });

const happens = (
  record: Case,
  after: Case,
  {
    type,
    file,
    before,
    at,
  }: { type: 'File Added' | 'File Rejected' | 'File Updated'; file: CaseFile; before: CaseFile; at: number },
): Decision<Case> =>
  changeCase(record, after, { type, at, detail: detailOf(file), items: [fileWrite(record.id, file, before)] });

/** A requester who sends a file is not silent. */
const heard = (record: Case, type: CaseEventType, { createdBy }: CaseFile): Case =>
  type === 'File Added' && createdBy.kind === 'requester'
    ? { ...record, agenda: withoutKinds(record.agenda, ['silence', 'closing']) }
    : record;

/**
 * What comes of a finding: a decision where the file is added or turned away, else the write that
 * remembers it. They come late, twice and in any order; an infected file goes even if added.
 */
export const settleFile = (
  record: Case,
  { file, found, at }: { file: CaseFile; found: ContentFinding; at: number },
  definition: CaseDefinition,
): { decisions: Decision<Case>[]; writes: Write[] } => {
  const nothing = { decisions: [], writes: [] };
  const isBadNews = 'scan' in found && found.scan === 'infected';
  if (file.state === 'rejected' || (isStored(file) && !isBadNews)) return nothing;
  if (!('scan' in found) && file.checkedAt !== undefined) return nothing;
  const revised = afterFinding(file, found, at);
  const isComplete = revised.state === 'pending' && revised.checkedAt !== undefined && revised.scan !== 'waiting';
  const isOneTooMany = countOf(file.createdBy, record) >= limitsOf(file.createdBy, definition.type).maxCount;
  const outcome: Partial<CaseFile> = !isComplete
    ? {}
    : isOneTooMany
      ? { state: 'rejected', reason: 'too-many-files' }
      : { state: 'stored' };
  const next: CaseFile = { ...revised, ...outcome, version: file.version + 1, updatedAt: iso(at) };
  const recordAs = (type: 'File Added' | 'File Rejected', by: 1 | -1 | 0) => ({
    ...nothing,
    decisions: [
      happens(record, by === 0 ? record : counted(heard(record, type, file), file, by), {
        type,
        file: next,
        before: file,
        at,
      }),
    ],
  });
  if (next.state === 'stored') return recordAs('File Added', 1);
  if (next.state === 'rejected') return recordAs('File Rejected', isStored(file) ? -1 : 0);
  return { ...nothing, writes: [fileWrite(record.id, next, file)] };
};

/** Renames a file, or changes who may see it. */
export const updateFile = (
  record: Case,
  { file, changes, at }: { file: CaseFile; changes: z.output<typeof fileChangesSchema>; at: number },
): { decision: Decision<Case>; file: CaseFile } => {
  const { name = file.name, private: isPrivate = file.private } = changes;
  if (name === file.name && isPrivate === file.private) return { decision: unchanged('case', record), file };
  const after = { ...file, name, private: isPrivate, version: file.version + 1, updatedAt: iso(at) };
  return { decision: happens(record, record, { type: 'File Updated', file: after, before: file, at }), file: after };
};

/**
 * Removes a file. That it was there, and who removed it, stays in the history; its content goes
 * with the event.
 */
export const removeFile = (record: Case, { file, at }: { file: CaseFile; at: number }): Decision<Case> =>
  changeCase(record, isStored(file) ? counted(record, file, -1) : record, {
    type: 'File Removed',
    at,
    detail: detailOf(file),
    items: [{ delete: fileKey(record.id, file.id) }],
  });

/**
 * Files go from one case to another; their content stays where it is. One that has changed since it
 * was read stops the transaction.
 */
export const movedFiles = (files: readonly CaseFile[], { from, to }: { from: string; to: string }): Write[] =>
  files.flatMap((file) => [
    { delete: fileKey(from, file.id), when: { holds: { version: file.version } } },
    fileWrite(to, file),
  ]);

/**
 * What says of files whose case is deleted for good that their content is to go, without a word of
 * what they were.
 */
export const contentToGo = (
  caseId: string,
  { files, by, eventId, at }: { files: readonly CaseFile[]; by: Actor; eventId: string; at: number },
): Write => {
  const subject = { kind: 'case' as const, id: caseId };
  const event: CaseworkEventOf<'File Removed'> = {
    eventId,
    schemaVersion: 1,
    type: 'File Removed',
    occurredAt: iso(at),
    subject,
    actor: by,
    cause: byHand,
    changed: [],
    before: {},
    after: { objects: files.map((file) => storedObject(placeOf(file))) },
  };
  return { put: { ...eventBesideVersions(subject, eventId), event } };
};
