import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundle } from '#infra/bundles.ts';
import { functionNames, functions } from '#infra/functions.ts';

const repository = join(import.meta.dirname, '..', '..');
// Below the repository, as it is deployed from: the maps name their sources from where they lie.
const outdir = join(repository, 'cdk.out', 'bundles-test');
bundle(outdir);
const fileOf = (name: string) => join(outdir, 'bundles', name, 'index.mjs');

// The longer the code, the longer a cold start; a megabyte is what a handler with the SDK's clients and zod needs.
const mostBytes = 1_000_000;

describe('bundles', () => {
  test.each(functionNames)('%s has a handler, in at most a megabyte, with a map to its sources', async (name) => {
    expect(statSync(fileOf(name)).size).toBeLessThanOrEqual(mostBytes);
    expect(readFileSync(fileOf(name), 'utf8')).toContain('//# sourceMappingURL=index.mjs.map');
    const map = JSON.parse(readFileSync(`${fileOf(name)}.map`, 'utf8')) as {
      sources: string[];
      sourcesContent?: string[];
    };
    expect(map.sources.some((source) => source.endsWith(functions[name].entry))).toBe(true);
    expect(map.sourcesContent ?? []).toEqual([]);
  });

  test('name no folder of the machine they were made on', () => {
    for (const name of functionNames) {
      expect(readFileSync(fileOf(name), 'utf8').includes(repository)).toBe(false);
      expect(readFileSync(`${fileOf(name)}.map`, 'utf8').includes(repository)).toBe(false);
    }
  });

  test('every entry in the table of functions is there', () => {
    for (const name of functionNames)
      expect([functions[name].entry, existsSync(functions[name].entry)]).toEqual([functions[name].entry, true]);
  });
});
