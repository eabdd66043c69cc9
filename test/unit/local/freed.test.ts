import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '#local/core/store.ts';
import { emptyFreed } from '#local/dynamodb/freed.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caseward-freed-'));
  store = openStore({ folder });
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'shared-local-instance.db');
const inFile = <T>(work: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file());
  try {
    return work(database);
  } finally {
    database.close();
  }
};
const streamed = () =>
  inFile((database) =>
    database
      .prepare('select SequenceNumber n from us')
      .all()
      .map(({ n }) => n),
  );
const readTo = (reader: string, sequenceNumber?: string) =>
  store.write(`stream.${reader}`, { shardId: 's', ...(sequenceNumber && { sequenceNumber }) });

beforeEach(() =>
  inFile((database) => {
    database.exec('create table us (SequenceNumber integer primary key, StreamRecord blob)');
    database.exec('create table items (id text primary key, item text)');
    for (let at = 1; at <= 5; at++)
      database.prepare('insert into us values (?, ?)').run(at, Buffer.from(at === 1 ? 'Quillfeather' : 'other'));
    for (const id of ['a', 'b'])
      database.prepare('insert into items values (?, ?)').run(id, `${'Zoe '.repeat(500)}${id}`);
    database.exec("delete from items where id = 'a'; update items set item = 'erased'");
  }),
);

test('[RE-2] what was deleted, and what all readers of the stream have read, is in the file no more', () => {
  expect(readFileSync(file()).toString()).toMatch(/Zoe.*Quillfeather|Quillfeather.*Zoe/s);
  readTo('publish', '000000000000000000003');
  readTo('project', '000000000000000000004');
  emptyFreed(store);
  expect(readFileSync(file()).toString()).not.toMatch(/Zoe|Quillfeather/);
  // A reader goes on behind the record that it has read last.
  expect(streamed()).toEqual([3, 4, 5]);
});

test('the stream is kept for a reader that has not begun, and where nobody has read', () => {
  emptyFreed(store);
  readTo('publish', '000000000000000000003');
  readTo('project');
  emptyFreed(store);
  expect(streamed()).toEqual([1, 2, 3, 4, 5]);
});
