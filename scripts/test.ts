// `npm test`: types, style and boundaries, once and side by side, then every ring of tests.
//
//   node scripts/test.ts [arguments of vitest]

import { type SpawnOptions, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');
const tool = (name: string): string => join(repository, 'node_modules', '.bin', name);
const report = 'test-results.json';

const run = (command: string, args: string[], options: SpawnOptions = {}): Promise<number> =>
  new Promise((done) => {
    const child = spawn(command, args, { cwd: repository, stdio: 'inherit', ...options });
    child.once('error', () => done(1));
    child.once('exit', (code) => done(code ?? 1));
  });

const vitest = [
  join(repository, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];

rmSync(join(repository, report), { force: true });
const checks = await Promise.all([
  run(tool('tsc'), ['--noEmit']),
  run(tool('biome'), ['check']),
  run(process.execPath, ['scripts/imports.ts']),
]);
if (checks.some((status) => status !== 0)) process.exit(1);
process.exit(await run(process.execPath, [...vitest, ...process.argv.slice(2)]));
