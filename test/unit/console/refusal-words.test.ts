import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type RefusalWords, reworded } from '#console/i18n/refusal-words.ts';
import { invalid, missingReference, problem, Refusal, unknownReferences } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import { refusals } from '#shared/core/refusals.ts';

const repository = resolve(import.meta.dirname, '../../..');
const wordsOf = (language: string): RefusalWords =>
  JSON.parse(readFileSync(join(repository, `console/i18n/refusals/${language}.json`), 'utf8'));
const german = wordsOf('de');
const inGerman = (refusal: Refusal) => reworded(german, problem(refusal, 'request-1'));

/** Codes that stand in the sources as those of faults, wherever one is made. */
const codesOfFaults = (): Set<string> => {
  const made = [
    /pointer[^;]{0,120}?\bcode: '([a-z-]+)'/g,
    /params: \{ code: '([a-z-]+)'/g,
    /\bissueAt\([^;]*?\{ code: '([a-z-]+)'/g,
    /\b(?:fault|faultOf|unkeepable)\(\s*(?:(?:\[[^\]]*\]|[^'()]*),\s+)?'([a-z]+-[a-z-]+)'/g,
  ];
  const sources = globSync('{shared,functions}/**/*.ts', { cwd: repository }).map((path) =>
    readFileSync(join(repository, path), 'utf8'),
  );
  return new Set(
    sources.flatMap((text) => made.flatMap((one) => [...text.matchAll(one)].map(([, code = '']) => code))),
  );
};

const placesOf = (sentence = ''): string[] => [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

describe.each(['es', 'de', 'cy'])('[UI-5] what the API refuses, in %s', (language) => {
  const words = wordsOf(language);

  test('has words for every refusal and every fault', () => {
    const codes = [...Object.keys(refusals), ...codesOfFaults()];
    expect(codes.length).toBeGreaterThan(160);
    expect(codes.filter((code) => !Object.hasOwn(words, code))).toEqual([]);
  });

  test('has the same sentences as the others, with the same places', () => {
    expect(Object.keys(words)).toEqual(Object.keys(german));
    for (const [key, sentence] of Object.entries(words))
      expect([key, placesOf(sentence)]).toEqual([key, placesOf(german[key])]);
  });
});

test('[UI-5] faults of a schema are said with what they name', () => {
  const schema = z.strictObject({
    name: z.string().max(3),
    count: z.int().min(1),
    kind: z.enum(['a', 'b']),
    list: z.array(z.string()).max(1),
    mail: z.email(),
    key: z.string().regex(/^[a-z]+$/, 'a key has letters'),
    gone: z.string(),
  });
  const body = { name: 'long', count: 0, kind: 'c', list: ['x', 'y'], mail: 'nobody', key: '-', else: 1 };
  const { error } = schema.safeParse(body);
  const { title, detail, errors } = inGerman(invalid(faultsFrom(error as z.ZodError, body)));
  expect([title, detail]).toEqual(['Die Anfrage ist nicht gültig', 'Die Anfrage ist nicht gültig']);
  expect(Object.fromEntries(errors?.map((fault) => [fault.pointer, fault.detail]) ?? [])).toEqual({
    '/name': 'höchstens 3 Zeichen',
    '/count': 'mindestens 1',
    '/kind': 'muss eines davon sein: a, b',
    '/list': 'höchstens 1 Einträge',
    '/mail': 'muss eine E-Mail-Adresse sein',
    '/key': 'hat nicht die richtige Form (a key has letters)',
    '/gone': 'wird gebraucht',
    '/else': 'Dieses Feld gibt es hier nicht',
  });
});

test('[UI-5] a refusal says what it names, and keeps a detail that there are no words for', () => {
  expect(inGerman(unknownReferences([missingReference('/type', 'case type', 'none')])).errors?.[0]?.detail).toBe(
    '„none“ gibt es nicht',
  );
  const named = new Refusal('open-tasks', 'Still open: Call', { values: { names: 'Call' } });
  expect(inGerman(named).detail).toBe('Offene Aufgaben verhindern das Schließen: Call');
  expect(inGerman(new Refusal('not-allowed', 'Only admins delete for good')).detail).toBe(
    'Das dürfen Sie nicht (Only admins delete for good)',
  );
  expect(inGerman(new Refusal('stale', 'The record is at version 7')).detail).toBe('Es wurde inzwischen geändert');
  const unknown = { code: 'of-tomorrow', detail: 'as the API says it', errors: [] };
  expect(reworded(german, unknown)).toEqual(unknown);
});

test('[UI-5] a sentence whose values are not there gives way to a plainer one', () => {
  const fault = { pointer: '/name', code: 'too-large', detail: 'is long', values: { of: 'string' } };
  const plain = reworded(german, { code: 'invalid-request', errors: [fault] }).errors?.[0]?.detail;
  expect(plain).toBe('Das ist zu groß');
  const foreign = { pointer: '', code: 'constructor', detail: 'as it was', values: { of: '__proto__' } };
  expect(reworded(german, { errors: [foreign] }).errors?.[0]?.detail).toBe('as it was');
});
