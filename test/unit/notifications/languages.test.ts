import { expect, it } from 'vitest';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { templateIn } from '#shared/mail/notifications/languages.ts';

const templates = new Map(
  Object.entries({
    welcome: 'en-GB',
    'welcome-es': 'es',
    'welcome-pt-br': 'pt-BR',
    'welcome-de': undefined,
    other: undefined,
  }).map(([key, language]) => [
    key,
    { key, version: 1, value: { name: key, subject: 's', text: 't', language } } as unknown as Configured<'templates'>,
  ]),
);

it.each([
  ['es', 'welcome-es'],
  ['es-MX', 'welcome-es'],
  ['pt-BR', 'welcome-pt-br'],
  ['pt', 'welcome'],
  ['fr', 'welcome'],
  ['en-GB', 'welcome'],
  // One that does not say which language it is in is nobody's translation.
  ['de', 'welcome'],
  [undefined, 'welcome'],
])('[NT-1] a reader of %s gets %s', (language, key) => {
  expect(templateIn(templates, 'welcome', language)?.key).toBe(key);
});

it('a translation of nothing is not found', () => {
  expect(templateIn(templates, 'farewell', 'es')).toBeUndefined();
});
