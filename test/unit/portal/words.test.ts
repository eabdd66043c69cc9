import { expect, it } from 'vitest';
import { wordsFor } from '#shared/portal/form-page/words.ts';

it.each([
  ['', 'cy'],
  ['fr-FR, fr;q=0.9', 'cy'],
  ['de-DE, en;q=0.5', 'en'],
  ['en;q=0.2, es;q=0.8', 'es'],
])('[UI-5] a form for a browser of “%s” is in %s where Welsh, English and Spanish are offered', (browser, language) => {
  expect(wordsFor(browser, ['cy', 'en', 'es']).language).toBe(language);
});

it('[UI-5] a form is in the language that was chosen, where that is offered', () => {
  expect(wordsFor('en', ['en', 'cy'], 'cy').language).toBe('cy');
  expect(wordsFor('cy', ['en', 'cy'], 'de').language).toBe('cy');
});
