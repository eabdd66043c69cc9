// What is deleted from DynamoDB Local lies on in freed parts of its file, and what was changed lies
// in its stream for a day. Of somebody who was erased nothing is to outlive the next start.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '#local/core/store.ts';
import type { Checkpoint } from '#local/dynamodb/stream.ts';

/** The last record of the stream that each of its readers has dealt with, if all have begun. */
const dealtWith = ({ database }: Store): bigint[] => {
  const rows = database.prepare("select value from store_values where name like 'stream.%'").all();
  const places = rows.map(({ value }) => (JSON.parse(String(value)) as Checkpoint).sequenceNumber);
  return places.every((place) => place !== undefined) ? places.map(BigInt) : [];
};

/** Empties the file of DynamoDB Local, which must not be running, and the journal of ours. */
export function emptyFreed(store: Store): void {
  store.database.exec('pragma wal_checkpoint(truncate)');
  const file = store.folder && join(store.folder, 'shared-local-instance.db');
  if (!file || !existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma secure_delete = on');
    const [first, ...others] = dealtWith(store);
    if (first !== undefined) {
      // A reader goes on behind the record that it names, so that one has to be there.
      const earliest = others.reduce((least, place) => (place < least ? place : least), first);
      database.prepare('delete from us where SequenceNumber < ?').run(earliest);
    }
    database.exec('vacuum');
  } finally {
    database.close();
  }
}
