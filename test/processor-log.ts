import { appendFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { afterAll, expect } from 'vitest';

// Says what each file of tests took of the processor, which a busy machine changes less than its
// seconds. scripts/test.ts adds them up.

const log = process.env.CASEWARD_PROCESSOR_LOG;
const repository = resolve(import.meta.dirname, '..');
// A process runs many files: what it took so far belongs to the ones before.
const spent = globalThis as { processorSpent?: number };

if (log !== undefined)
  afterAll(() => {
    const { user, system } = process.cpuUsage();
    const now = (user + system) / 1_000_000;
    const file = relative(repository, expect.getState().testPath ?? '');
    appendFileSync(log, `${JSON.stringify({ file, seconds: now - (spent.processorSpent ?? 0) })}\n`);
    spent.processorSpent = now;
  });
