import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * What the stack itself must remember across a restart: the clock, checkpoints, messages,
 * executions, mails.
 */
export interface Store {
  /** The folder that holds all state; undefined when everything is in memory. */
  readonly folder: string | undefined;
  /**
   * Each service creates its own tables here (`create table if not exists`), named after the
   * service.
   */
  readonly database: DatabaseSync;
  /** Runs the work in one transaction: all of it is remembered or nothing. */
  transaction<T>(work: () => T): T;
  /** A small JSON value by name. */
  read<T>(name: string): T | undefined;
  write(name: string, value: unknown): void;
  close(): void;
}

/**
 * Opens the store in a folder (made if missing) or in memory. One process at a time may have a
 * folder open.
 */
export function openStore(place: { folder: string } | 'memory'): Store {
  const folder = place === 'memory' ? undefined : resolve(place.folder);
  if (folder) mkdirSync(folder, { recursive: true });
  const database = open(folder);
  database.exec('create table if not exists store_values (name text primary key, value text not null)');
  const select = database.prepare('select value from store_values where name = ?');
  const upsert = database.prepare('insert or replace into store_values (name, value) values (?, ?)');
  let depth = 0;

  return {
    folder,
    database,
    transaction(work) {
      if (depth > 0) return work(); // already inside one: it belongs to that
      depth++;
      database.exec('begin immediate');
      try {
        const result = work();
        database.exec('commit');
        return result;
      } catch (error) {
        database.exec('rollback');
        throw error;
      } finally {
        depth--;
      }
    },
    read<T>(name: string) {
      const row = select.get(name);
      return row ? (JSON.parse(String(row.value)) as T) : undefined;
    },
    write: (name, value) => void upsert.run(name, JSON.stringify(value)),
    close: () => database.close(),
  };
}

function open(folder: string | undefined): DatabaseSync {
  // Without a name SQLite keeps it in a file that nobody sees and that is gone when it is closed,
  // not in our memory.
  const database = new DatabaseSync(folder ? join(folder, 'stack.sqlite') : '');
  try {
    // Exclusive: a second stack in the folder is refused, and kill -9 frees the lock. Synchronous
    // off: what is written outlives a killed process, though not a power cut.
    const journal = folder ? 'wal' : 'memory';
    database.exec(
      `pragma locking_mode = exclusive; pragma journal_mode = ${journal}; pragma synchronous = off; pragma secure_delete = on`,
    );
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked/.test(error.message)) {
      throw new Error(`Another Caseward is running in ${folder}. Stop it, or start this one with --memory.`);
    }
    throw error;
  }
  return database;
}
