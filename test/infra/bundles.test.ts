import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bundles, loadedAtStart, loadedByHandler, loadedFiles } from '#infra/bundles.ts';
import { functionNames, functions, secretsOf } from '#infra/functions.ts';
import type { SecretName } from '#shared/core/table/keys.ts';

const repository = join(import.meta.dirname, '..', '..');
const folder = bundles();
const filesOf = (name: string, end: string) =>
  readdirSync(join(folder, name))
    .filter((file) => file.endsWith(end))
    .map((file) => join(folder, name, file));
const textsOf = (name: string, end: string) => filesOf(name, end).map((file) => readFileSync(file, 'utf8'));

// The longer the code, the longer a cold start; a megabyte is what a handler with the SDK's clients
// and zod needs.
const mostBytes = 1_000_000;
// A family of routes loads its handlers by the first request for each.
const mostBytesOfRoutesAtStart = 650_000;
// Families that pass a megabyte: simulations do what rules, workflows and segments do, jobs and
// exports load their code by the first request, and what writes cases packs the rows of lists.
const passing: Record<string, number> = {
  'api-cases': 200_000,
  'api-contacts': 120_000,
  'api-automation': 90_000,
  'api-config': 40_000,
  'api-work': 40_000,
  'api-jobs': 350_000,
  'api-public': 134_000, // what puts the files of a form, S3's client for it, and the case that they are for
  wake: 370_000, // what a person is taken out of, and the index that leads there, with all jobs
  sweep: 370_000,
};
const mostBytesOf = (name: string) => mostBytes + (Object.hasOwn(passing, name) ? (passing[name] ?? 0) : 0);
const bytesOf = (files: string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0);

describe('bundles', () => {
  test.each(functionNames)('%s has a handler, in at most a megabyte, with a map to its sources', async (name) => {
    expect(bytesOf(loadedFiles(join(folder, name)))).toBeLessThanOrEqual(mostBytesOf(name));
    for (const file of filesOf(name, '.mjs')) {
      const [, map] = /\/\/# sourceMappingURL=(\S+)/.exec(readFileSync(file, 'utf8')) ?? [];
      expect(existsSync(join(folder, name, map ?? 'none'))).toBe(true);
    }
    const maps = textsOf(name, '.map').map(
      (text) => JSON.parse(text) as { sources: string[]; sourcesContent?: string[] },
    );
    expect(maps.some(({ sources }) => sources.some((source) => source.endsWith(functions[name].entry)))).toBe(true);
    expect(maps.flatMap(({ sourcesContent = [] }) => sourcesContent)).toEqual([]);
  });

  test.each(functionNames.filter((name) => name.startsWith('api-')))(
    '%s starts in at most 650 KB, without its handlers, and loads a megabyte at the most for any request',
    (name) => {
      const atStart = loadedAtStart(join(folder, name));
      expect(bytesOf(atStart)).toBeGreaterThan(100_000);
      expect(bytesOf(atStart)).toBeLessThanOrEqual(mostBytesOfRoutesAtStart);
      const handlers = [...loadedByHandler(join(folder, name))];
      expect(handlers.length).toBeGreaterThan(0);
      expect(handlers.filter(([, files]) => bytesOf(files) > mostBytesOf(name)).map(([handler]) => handler)).toEqual(
        [],
      );
    },
  );

  // Who signs: files that make a secret, and of cursors, which every function could make, those
  // that use them.
  const sources = readdirSync(repository, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(functions|shared)\/.*\.ts$/.test(path) && path !== 'shared/core/table/cursor.ts')
    .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));
  const signers: Record<SecretName, RegExp> = {
    cursors: /cursors\.(seal|open)\(/,
    replies: /new Secret\([^)]*'replies'/,
    'opt-outs': /new Secret\([^)]*'opt-outs'/,
    webhooks: /webhookSecretKey\(/,
  };

  test.each(functionNames)('%s is given the secrets that its code signs with, and no others', (name) => {
    const bundled = textsOf(name, '.map').flatMap((text) => (JSON.parse(text) as { sources: string[] }).sources);
    const needed = Object.entries(signers).filter(([, signs]) =>
      sources.some(({ path, text }) => signs.test(text) && bundled.some((source) => source.endsWith(`/${path}`))),
    );
    expect(needed.map(([secret]) => secret)).toEqual([...secretsOf(name)]);
  });

  test('name no folder of the machine they were made on', () => {
    for (const name of functionNames)
      expect([...textsOf(name, '.mjs'), ...textsOf(name, '.map')].filter((text) => text.includes(repository))).toEqual(
        [],
      );
  });

  test('every entry in the table of functions is there', () => {
    for (const name of functionNames)
      expect([functions[name].entry, existsSync(functions[name].entry)]).toEqual([functions[name].entry, true]);
  });
});
