// `npm test [arguments of vitest]`: types, style and boundaries, once and side by side, then every
// ring of tests.

import { type SpawnOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { summaryIn } from './processor-seconds.ts';

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
  run(tool('tsc'), ['--noEmit', '-p', 'console']),
  run(tool('biome'), ['check']),
  run(process.execPath, ['scripts/imports.ts']),
]);
if (checks.some((status) => status !== 0)) process.exit(1);
const scratch = mkdtempSync(join(tmpdir(), 'caseward-tests-'));
const log = join(scratch, 'processor.jsonl');
// Hundreds of processes load the same modules: each takes what the ones before compiled.
const compiled = join(repository, 'node_modules', '.cache', 'compiled');
const env = { ...process.env, CASEWARD_PROCESSOR_LOG: log, NODE_COMPILE_CACHE: compiled };
const status = await run(process.execPath, [...vitest, ...process.argv.slice(2)], { env });
for (const line of summaryIn(log)) console.log(line);
rmSync(scratch, { recursive: true });
process.exit(status);
