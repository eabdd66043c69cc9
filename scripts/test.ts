// `npm test [arguments of vitest]`: types, style and boundaries, once and side by side, then every
// ring of tests.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
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

const chosen = process.argv.slice(2);

rmSync(join(repository, report), { force: true });
// Checking types is one thread. Beside it the functions and pages are bundled, which the rings need
// first; where that fails, they say so.
const bundled = chosen.length === 0 ? synthesize().catch(() => {}) : undefined;
if (!(await check())) process.exit(1);
await bundled;
const scratch = mkdtempSync(join(tmpdir(), 'caseward-tests-'));
const log = join(scratch, 'processor.jsonl');
const env = { ...process.env, CASEWARD_PROCESSOR_LOG: log };
const status = await run(process.execPath, [...vitest, ...chosen], { env });
for (const line of summaryIn(log)) console.log(line);
rmSync(scratch, { recursive: true });
process.exit(status);
