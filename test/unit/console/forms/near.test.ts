import { expect, it } from 'vitest';
import type { ScriptWords } from '#console/forms/form-words.ts';
import { lineOf } from '#console/forms/near-line.ts';
import { numberIn, placeFrom } from '#console/forms/place.ts';

const words = { language: 'de', away: '{distance} entfernt' } as ScriptWords;

it('[PO-2] a case near by is said with what it is about, where that may be shown, and how far away it is', () => {
  const one = { reference: '7K3F', status: { name: 'Reported' }, distance: 1200 };
  expect(lineOf({ ...one, subject: 'A lamp is out' }, words)).toBe('A lamp is out · Reported · 1.200 m entfernt');
  expect(lineOf(one, words)).toBe('Reported · 1.200 m entfernt');
});

it.each([
  ['40.7003', '-74,0102', { lat: 40.7003, lon: -74.0102 }],
  ['91', '0', undefined],
  ['0', '180.5', undefined],
  ['north', '0', undefined],
  ['', '', undefined],
])('[UI-2] a place is read as people write it: %s, %s', (lat, lon, place) => {
  expect(placeFrom(lat, lon)).toEqual(place);
});

it.each([
  ['12', 12],
  [' 1,5 ', 1.5],
  ['-0.5', -0.5],
  ['1.', undefined],
  ['0x10', undefined],
])('[UI-2] %s is the number %s, as the API takes it', (text, number) => {
  expect(numberIn(text)).toBe(number);
});
