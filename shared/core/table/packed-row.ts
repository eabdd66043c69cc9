import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '#shared/core/table/decision.ts';

// Indexes of lists hold the record itself, so that a page is one read of what lies side by side. It
// is packed: a case of 1.2 KB takes 0.3 KB there, and an index is paid by the KB with every change.

/**
 * What records have in common, most often at its end. Rows are packed by it, so it never changes:
 * another one would be another format.
 */
const dictionary = Buffer.from(
  [
    '{"id":"01K","caseId":"01K","version":1,"createdAt":"2026-01-01T00:00:00.000Z","createdBy":{"kind":"requester","id":"',
    '"},"updatedAt":"2026-","type":"","title":"","description":"","status":"to-do","order":0,"source":"automatic","steps":[{"do":"',
    '","state":"to-do"}],"dueAt":"2026-","clock":{"key":"task","state":"running","startedAt":"2026-","startedAt":"2026-',
    '","completedAt":"2026-","completedBy":{"kind":"user","id":"","outcome":"',
    '"status":"triage","status":"in-progress","status":"escalated","status":"resolved","status":"dismissed","category":"open"',
    ',"category":"closed","typeVersion":1,"reviewer":{"group":"","reviewer":{"user":"","course":{"code":"","section":"',
    '","source":"","repeats":0,"tags":[],"fields":{},"private":false,"reviewedAt":"2026-","resolvedAt":"2026-","outcome":"',
    '","dueSoon":{"at":"2026-","generation":1},"links":[{"kind":"related","caseId":"01K"roles":[{"role":"","id":"","from":"2026-',
    '"closedAt":"2026-","closure":{"reason":"solved","at":"2026-","by":{"kind":"user","id":""location":{"lat":,"lon":,"address":"',
    '"status":{"key":"resolved","category":"resolved"},"status":{"key":"open","category":"in-progress"},"stage":"","subtype":"',
    '"assignee":{"user":"","assignee":{"group":"","breachedAt":"2026-","levels":[{"at":"2026-","rung":0}],"givenAt":"2026-',
    '{"id":"01K","version":2,"createdAt":"2026-01-01T00:00:00.000Z","createdBy":{"kind":"user","id":"","updatedAt":"2026-',
    ',"reference":"","type":"","typeVersion":1,"instance":"","subject":"","description":"","contactId":"',
    '","status":{"key":"new","category":"to-do"},"priority":"high","priority":"low","priority":"critical","priority":"medium"',
    ',"fields":{},"tags":[],"escalated":0,"clocks":[{"key":"first-response","state":"running","startedAt":"2026-","dueAt":"2026-',
    '","reminders":[],"pauses":[],"paused":{"elapsed":0,"working":0},"stoppedAt":"2026-"},{"key":"completion","state":"running"',
    ',"startedAt":"2026-","dueAt":"2026-","reminders":[{"at":"2026-"}],"pauses":[],"paused":{"elapsed":0,"working":0}}]',
    ',"counting":{"typeVersion":1,"calendars":{"campus":1}},"taskCount":0,"openTasks":0,"openQuestions":0,"question',
    'Count":0,"noteCount":0,"fileCount":0,"requesterFileCount":0,"alertIds":[],"private":false,"roles":[],"clients":[""]',
    ',"subscriptions":[],"locks":[],"links":[],"timeInStage":{},"opened":[],"helpers":{"owners":[],"taskTypes":[],"inHand":[]}',
    ',"agenda":[],"generation":1,"dueAt":"2026-01-01T00:00:00.000Z"}',
  ].join(''),
);

// Says how what follows is packed.
const format = 1;
// A window of four KB holds the dictionary and a record, and is made in a fraction of the time of
// the usual one.
const packing = { dictionary, windowBits: 12, memLevel: 5 };
const unpacking = { ...packing, chunkSize: 4 * 1024 };
// Beyond that an index would take a second and a third unit for each change. A list reads such a
// record itself, for half a unit a page that shows it.
const largestRow = 1_800;

/** A record as indexes of lists hold it; undefined for one that they only lead to. */
export const packRow = (record: object): Uint8Array | undefined => {
  const packed = deflateRawSync(JSON.stringify(record), packing);
  return packed.length > largestRow ? undefined : Buffer.concat([Buffer.of(format), packed]);
};

const unpackRow = (row: Uint8Array): unknown =>
  JSON.parse(inflateRawSync(row.subarray(1), unpacking).toString()) as unknown;

/** The record of an item, or of a row of a list; undefined where the row only leads to it. */
export const recordIn = <R>({ record, row }: Item): R | undefined =>
  (record ?? (row === undefined ? undefined : unpackRow(row as Uint8Array))) as R | undefined;
