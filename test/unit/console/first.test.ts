import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createElement, Fragment, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { htmlOf } from '#console/first/html.ts';
import { plainText } from '#console/i18n/plain-text.ts';
import type { Messages } from '#console/i18n/rooms/joined.ts';

const repository = resolve(import.meta.dirname, '../../..');
const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

// What is imported for its types is not there when the page runs.
const imported = /^import\s(?!type\s)(?:[^'";]*?\sfrom\s)?'([^']+)'/gm;

/** The first script with all that it waits for: our files, and the names of packages. */
const firstScript = (): { files: Set<string>; packages: Set<string> } => {
  const files = new Set<string>();
  const packages = new Set<string>();
  const add = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, named = ''] of read(file).matchAll(imported)) {
      if (named.startsWith('#')) add(named.slice(1));
      else if (named.startsWith('.')) add(join(dirname(file), named));
      else packages.add(named);
    }
  };
  add('console/first/first.ts');
  return { files, packages };
};
const { files, packages } = firstScript();
const sources = [...files].filter((file) => /\.tsx?$/.test(file));

const Greeting = ({ name, children }: { name: string; children?: ReactNode }) =>
  createElement(Fragment, null, 'Hello ', name, children);

test.each<[string, ReactNode]>([
  ['text that looks like HTML', createElement('p', null, `<b> & "quoted" 'too'`, 0, false, null, undefined)],
  ['attributes by their names', createElement('a', { className: 'a b', href: '/x?a=1&b=<', tabIndex: -1, title: '' })],
  ['what is so or is not', createElement('option', { disabled: true, hidden: false, 'aria-hidden': true })],
  ['what is said of state', createElement('p', { 'aria-current': undefined, 'aria-expanded': false, 'data-n': 3 })],
  [
    'a picture',
    createElement('svg', { viewBox: '0 0 2 2', strokeWidth: 2, strokeLinecap: 'round' }, [
      createElement('path', { key: 'a', d: 'M0 0' }),
    ]),
  ],
  ['what has no content', createElement('input', { type: 'checkbox', checked: true, onChange: () => undefined })],
  ['an instant', createElement('time', { dateTime: '2026-11-30' }, 'today')],
  ['functions, and what lies in them', createElement(Greeting, { name: '<Ada>' }, createElement('br'), ['a', 1])],
])('[UI-5] the first view writes %s as React does', (_what, element) => {
  expect(htmlOf(element)).toBe(renderToStaticMarkup(element));
});

test('[UI-5] the first view waits for no framework: it is made of functions without hooks, and of icons', () => {
  expect([...packages]).toEqual(['lucide-react']);
  expect(sources.length).toBeGreaterThan(20);
  // A hook would be the one that its component has outside of the first view.
  expect(sources.filter((file) => /\buse[A-Z]\w*\(/.test(read(file)))).toEqual([]);
});

test.each(['en', 'es', 'de', 'cy'])('[UI-5] what the first view says in %s takes no grammar', (language) => {
  const keys = sources.flatMap((file) => [...read(file).matchAll(/\btext\(\s*'([^']+)'/g)].map(([, key = '']) => key));
  expect(keys.length).toBeGreaterThan(20);
  for (const key of keys) {
    const [room = ''] = key.split('.');
    const folder = ['app', 'nav', 'action', 'error'].includes(room) ? 'i18n' : room;
    const messages: Messages = JSON.parse(read(`console/${folder}/messages/${language}.json`));
    const said = plainText(messages)(key as keyof Messages, {});
    expect([key, said]).toEqual([key, expect.stringMatching(/^[^{}<>#]+$/)]);
  }
});
