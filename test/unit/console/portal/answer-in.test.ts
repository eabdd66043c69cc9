import { expect, it } from 'vitest';
import { answerIn } from '#console/portal/answer-in.ts';

const words = { yes: 'Ja', no: 'Nein', date: (day: string) => `am ${day}`, instant: (at: string) => `um ${at}` };

it.each([
  [true, 'Ja'],
  [false, 'Nein'],
  [['Lighting', 'Path or floor'], 'Lighting, Path or floor'],
  [{ amount: '12.50', currency: 'EUR' }, '12.50 EUR'],
  [{ text: '1 High Street' }, '1 High Street'],
  ['2026-12-01', 'am 2026-12-01'],
  ['2026-12-01T14:30:00.000Z', 'um 2026-12-01T14:30:00.000Z'],
  [3, '3'],
])('[PO-1] what a requester filled in is shown in words: %o', (value, said) => {
  expect(answerIn(value, words)).toBe(said);
});
