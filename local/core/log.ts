import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Log {
  write(service: string, message: string): void;
  /** The file of this run; undefined where nothing is kept. */
  file: string | undefined;
  close(): void;
}

// Enough to look back at what happened before the last few restarts.
const filesKept = 10;

/**
 * One file a run, in the folder's `logs`; without a folder nothing is kept. `echo`: also to stderr.
 */
export function openLog(folder: string | undefined, echo: boolean): Log {
  const file = folder && newFile(join(folder, 'logs'));
  const stream = file ? createWriteStream(file) : undefined;
  return {
    file,
    write(service, message) {
      if (message === '') return;
      const line = `${service}: ${message}\n`;
      stream?.write(line);
      if (echo) process.stderr.write(line);
    },
    close: () => void stream?.end(),
  };
}

function newFile(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).sort().slice(0, -filesKept)) rmSync(join(folder, old));
  return join(folder, `${new Date().toISOString().replaceAll(':', '-')}.log`);
}
