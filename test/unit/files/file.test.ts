import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  announceFile,
  type ContentFinding,
  removeFile,
  settleFile,
  updateFile,
} from '#shared/casework/files/change-file.ts';
import { answerFileForRequester, type CaseFile, fileIn, pendingFor } from '#shared/casework/files/file.ts';
import { pendingObject, placeOfObject, storedObject } from '#shared/casework/files/keys.ts';
import { iso } from '#shared/core/records/instants.ts';
import { adviser, at, caseDefinition, noon, openCase } from '../cases/sample-cases.ts';
import { refusalOf } from '../refused.ts';
import { fileThatIs } from './sample-files.ts';

const definition = caseDefinition({ files: { requester: { maxCount: 2, maxSize: 100, types: ['image/*'] } } });
const scanning = caseDefinition({ files: { scan: true } });
const record = openCase();
const requester = { kind: 'requester', id: 'S1' } as const;
const input = { name: 'photo.png', size: 70, contentType: 'image/png', private: false };
const announce = (changes: Partial<Parameters<typeof announceFile>[1]> = {}, on = record, by = definition) =>
  announceFile(on, { id: fileThatIs().id, input, by: requester, at: noon, awaited: [], ...changes }, by);
const good: ContentFinding = { contentType: 'image/png' };

describe('announcing a file', () => {
  it('[FI-1] is waited for, and says nothing of the case yet', () => {
    expect(announce()).toMatchObject({ ...input, state: 'pending', scan: 'none', createdBy: requester });
    expect(announce({}, record, scanning)).toMatchObject({ scan: 'waiting' });
  });

  it('[FI-1] each side has its own limits, counted over what is there and what is on its way', () => {
    const full = { ...record, fileCount: 5, requesterFileCount: 2 };
    expect(refusalOf(() => announce({}, full))).toBe('too-many-files');
    expect(refusalOf(() => announce({ awaited: [announce(), announce()] }))).toBe('too-many-files');
    expect(announce({ by: adviser, awaited: [announce(), announce()] }, full)).toMatchObject({ state: 'pending' });
    expect(refusalOf(() => announce({ input: { ...input, size: 101 } }))).toBe('invalid-request');
    expect(refusalOf(() => announce({ input: { ...input, contentType: 'application/pdf' } }))).toBe('invalid-request');
    expect(announce({ by: adviser, input: { ...input, size: 101, contentType: 'application/pdf' } })).toBeDefined();
    expect(refusalOf(() => announce({}, { ...record, mergedInto: '01KAG000000000000000000W01' }))).toBe('merged');
  });

  it('[FI-1] is as good as gone a day later, unless its content came', () => {
    const item = (file: CaseFile) => ({ pk: 'p', sk: 's', file });
    expect(fileIn(item(announce()), noon + pendingFor - 1)).toBeDefined();
    expect(fileIn(item(announce()), noon + pendingFor)).toBeUndefined();
    expect(fileIn(item({ ...announce(), checkedAt: iso(noon) }), noon + pendingFor)).toBeDefined();
    expect(fileIn(undefined, noon)).toBeUndefined();
  });
});

/** Plays findings over one another as they arrive, and tells what was told. */
const play = (found: readonly ContentFinding[], by = definition, begun = announce({}, record, by)) => {
  let state = { record, file: begun };
  const told: string[] = [];
  found.forEach((one, index) => {
    const { decisions, writes } = settleFile(state.record, { file: state.file, found: one, at: at(index + 1) }, by);
    for (const { events } of decisions) told.push(...events.map(({ type }) => type));
    const [write] = [...decisions.flatMap(({ items = [] }) => items), ...writes];
    const after = decisions[0]?.after ?? state.record;
    state = { record: after, file: write && 'put' in write ? (write.put.file as CaseFile) : state.file };
  });
  return { ...state, told };
};

describe('what is found out of a file', () => {
  it('[FI-1] makes it a file of the case, once, however often it is found', () => {
    const { record: after, file, told } = play([good, good, { reason: 'wrong-type' }]);
    expect(told).toEqual(['File Added']);
    expect(file).toMatchObject({ state: 'stored', version: 2 });
    expect(after).toMatchObject({ fileCount: 1, requesterFileCount: 1 });
  });

  it('[FI-1] turns it away with its reason, and that stands', () => {
    const { record: after, file, told } = play([{ reason: 'wrong-type' }, good]);
    expect([told, file.state, file.reason, after.fileCount]).toEqual([['File Rejected'], 'rejected', 'wrong-type', 0]);
  });

  it('[FI-1] a scan and a look come in any order and any number: a clean file is told of once, an infected one never stays', () => {
    const clean: ContentFinding = { scan: 'clean' };
    const infected: ContentFinding = { scan: 'infected' };
    fc.assert(
      fc.property(fc.array(fc.constantFrom(good, clean, infected), { maxLength: 8 }), (found) => {
        const { record: after, file, told } = play(found, scanning);
        const firstInfected = found.indexOf(infected);
        const before = firstInfected === -1 ? found : found.slice(0, firstInfected);
        const added = before.includes(good) && before.includes(clean);
        expect(told).toEqual([...(added ? ['File Added'] : []), ...(firstInfected === -1 ? [] : ['File Rejected'])]);
        expect(file.state).toBe(firstInfected !== -1 ? 'rejected' : added ? 'stored' : 'pending');
        expect(after.fileCount).toBe(file.state === 'stored' ? 1 : 0);
      }),
    );
  });

  it('[FI-1] one too many that was announced at the same moment is turned away when it comes', () => {
    const full = { ...record, fileCount: 2, requesterFileCount: 2 };
    const { decisions } = settleFile(full, { file: announce(), found: good, at: at(1) }, definition);
    expect(decisions[0]?.events).toMatchObject([
      { type: 'File Rejected', after: { file: { state: 'rejected', reason: 'too-many-files' } } },
    ]);
    expect(decisions[0]?.after.fileCount).toBe(2);
  });

  it('[FI-1] is written over what was read and over nothing else', () => {
    const { decisions } = settleFile(record, { file: announce(), found: good, at: at(1) }, definition);
    expect(decisions[0]?.items).toMatchObject([{ put: { version: 2 }, when: { holds: { version: 1 } } }]);
    expect(decisions[0]?.items?.[0]).not.toHaveProperty('put.expiresAt');
  });
});

describe('a file that is there', () => {
  const stored = fileThatIs({ createdBy: requester });
  const holding = { ...record, fileCount: 1, requesterFileCount: 1 };

  it('[FI-1] is removed with a trace that names its content', () => {
    const decision = removeFile(holding, { file: stored, at: at(1) });
    expect(decision.events).toMatchObject([
      {
        type: 'File Removed',
        after: { file: { name: 'photo.png' }, objects: [`files/${stored.announcedFor}/${stored.id}`] },
      },
    ]);
    expect(decision.after).toMatchObject({ fileCount: 0, requesterFileCount: 0 });
  });

  it('[FI-1] is shown to requesters unless it is private, without whose hands it went through', () => {
    const { decision, file } = updateFile(holding, { file: stored, changes: { private: true }, at: at(1) });
    expect(decision.events.map(({ type }) => type)).toEqual(['File Updated']);
    expect(answerFileForRequester(file)).toBeUndefined();
    expect(answerFileForRequester(fileThatIs())).not.toHaveProperty('createdBy');
    expect(answerFileForRequester(stored)).toMatchObject({ byRequester: true });
    expect(updateFile(holding, { file: stored, changes: { name: stored.name }, at: at(1) }).decision.events).toEqual(
      [],
    );
  });

  it('[FI-1] is found by its object, uploaded or kept, and by no other', () => {
    const place = { caseId: stored.announcedFor, fileId: stored.id };
    expect([placeOfObject(pendingObject(place)), placeOfObject(storedObject(place))]).toEqual([place, place]);
    for (const other of ['inbound/x', 'files/x/y', `${storedObject(place)}/z`, `x${storedObject(place)}`])
      expect(placeOfObject(other)).toBeUndefined();
  });
});
