// `npm run check`: types, style and boundaries, side by side.

import { type SpawnOptions, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..');
const tool = (name: string): string => join(repository, 'node_modules', '.bin', name);

/** Runs a command in the repository, and says how it ended. */
export const run = (command: string, args: string[], options: SpawnOptions = {}): Promise<number> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: repository, stdio: 'inherit', ...options });
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });

// Four checkers, as it would use, derive most types four times: three times the processor.
const types = (project: string) => run(tool('tsc'), ['--noEmit', '--singleThreaded', '-p', project]);

/** Whether types, style and boundaries hold. */
export const check = async (): Promise<boolean> => {
  const checks = [
    types('.'),
    types('console'),
    run(tool('biome'), ['check']),
    run(process.execPath, ['scripts/imports.ts']),
  ];
  return (await Promise.all(checks)).every((status) => status === 0);
};

if (import.meta.main) process.exit((await check()) ? 0 : 1);
