import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const languages = ['en', 'es', 'de', 'cy'] as const;
type Messages = Record<string, string>;

const rooms = globSync('console/*/messages/en.json', { cwd: repository }).map((path) => path.split('/')[1] ?? '');
const messagesOf = (room: string, language: string): Messages =>
  JSON.parse(readFileSync(join(repository, 'console', room, 'messages', `${language}.json`), 'utf8'));
const sources = globSync('console/*/**/*.{ts,tsx}', { cwd: repository, exclude: ['console/dist/**'] }).map((path) => ({
  path,
  text: readFileSync(join(repository, path), 'utf8'),
}));

/** The places of a message for values: `{name}`, `{count, plural, …}`. */
const places = (text: string): string[] =>
  [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name ?? ''))].sort();

/** What a message says of some values. Throws where it is no ICU message. */
const said = (text: string, locale: string): string => {
  const fail = (error: Error) => {
    throw error;
  };
  const values = Object.fromEntries(places(text).map((name) => [name, 3]));
  return createIntl({ locale, messages: { text }, onError: fail }).formatMessage({ id: 'text' }, values);
};

describe.each(rooms)('the messages of %s', (room) => {
  const english = messagesOf(room, 'en');

  test.each(languages.slice(1))('[UI-5] say the same in %s, with the same places', (language) => {
    const other = messagesOf(room, language);
    expect(Object.keys(other).sort()).toEqual(Object.keys(english).sort());
    for (const [key, text] of Object.entries(other)) {
      expect([key, places(text)]).toEqual([key, places(english[key] ?? '')]);
      expect(said(text, language)).not.toBe('');
    }
  });

  test('[UI-5] are all used, and named after their room', () => {
    if (room !== 'i18n') expect(Object.keys(english).filter((key) => !key.startsWith(`${room}.`))).toEqual([]);
    // A key may be put together: `portal.question.${state}`, or by `useWord`.
    const stands = (stem: string) => [`\`${stem}.\${`, `word('${stem}', `, `useWord()('${stem}', `];
    const isUsed = (key: string): boolean =>
      sources.some(({ text }) => text.includes(`'${key}'`) || text.includes(`"${key}"`)) ||
      key
        .split('.')
        .slice(0, -1)
        .map((_, index, parts) => parts.slice(0, parts.length - index).join('.'))
        .some(
          (stem) => stem.includes('.') && sources.some(({ text }) => stands(stem).some((one) => text.includes(one))),
        );
    expect(Object.keys(english).filter((key) => !isUsed(key))).toEqual([]);
  });
});

const alike = [
  ['nav.alerts', 'case.alerts.title', 'why.many.alerts'],
  ['case.tab.time', 'case.clock.targets', 'dashboards.report.targets'],
  ['case.field.tags', 'alerts.tags', 'alerts.field.tags', 'admin.field.tags'],
  ['work.bulk.tagName', 'admin.field.tag'],
  ['contacts.labels', 'case.field.labels'],
  ['contacts.label', 'admin.field.label'],
  ['admin.field.caseType', 'admin.one.case-types'],
];

test.each(languages)('[UI-5] what several rooms speak of has one name in %s', (language) => {
  const all = Object.assign({}, ...rooms.map((room) => messagesOf(room, language))) as Messages;
  const plain = (key: string): string => (all[key] ?? key).toLowerCase();
  for (const keys of alike)
    expect(new Map(keys.map((key) => [key, plain(key)]))).toEqual(
      new Map(keys.map((key) => [key, plain(keys[0] ?? '')])),
    );
});

test('[UI-5] no words stand in a page itself', () => {
  // What stands behind an arrow is a type.
  const literal = /(?<!=)>\s*[A-Z][a-z]+(?: [a-z]+)*[.!?]?\s*</;
  const found = sources
    .filter(({ path }) => path.endsWith('.tsx'))
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => literal.test(line) || /(?:label|title|placeholder|aria-label)="[A-Z]/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});
