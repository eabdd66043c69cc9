// `npm test [arguments of vitest]`: types, style and boundaries, once and side by side, then every
// ring of tests.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, repository, run } from './check.ts';
import { summaryIn } from './processor-seconds.ts';

const report = 'test-results.json';

const vitest = [
  join(repository, 'node_modules/vitest/vitest.mjs'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
];

rmSync(join(repository, report), { force: true });
if (!(await check())) process.exit(1);
const scratch = mkdtempSync(join(tmpdir(), 'caseward-tests-'));
const log = join(scratch, 'processor.jsonl');
const env = { ...process.env, CASEWARD_PROCESSOR_LOG: log };
const status = await run(process.execPath, [...vitest, ...process.argv.slice(2)], { env });
for (const line of summaryIn(log)) console.log(line);
rmSync(scratch, { recursive: true });
process.exit(status);
