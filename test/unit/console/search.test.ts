import { describe, expect, test } from 'vitest';
import { readContactSearch, readPartSearch } from '#console/contacts/contact-search.ts';
import { excerptOf, marked } from '#console/search/marked.ts';
import { bodyOfSearch, isAsking } from '#console/search/read-found.ts';
import { conditionOfAddress, hrefOfSearch, readSearchAddress } from '#console/search/search-address.ts';
import { searchRecordsSchema } from '#shared/insight/search/search.schema.ts';

describe('[UI-1] words that were found', () => {
  const shown = (text: string, ...matched: string[]) =>
    marked(text, matched)
      .map((piece) => (piece.isMarked ? `[${piece.text}]` : piece.text))
      .join('');

  test.each([
    ['the beginnings of words', 'Chemistry lab, chem', ['chem', 'lab'], '[Chem]istry [lab], [chem]'],
    ['not the middle of a word', 'Alchemy', ['chem'], 'Alchemy'],
    ['whatever accents and capitals', 'MUÑOZ, Munoz', ['munoz'], '[MUÑOZ], [Munoz]'],
    ['umlauts as one letter', 'Müller', ['mull'], '[Müll]er'],
    ['umlauts as two letters', 'Müller', ['muell'], '[Müll]er'],
    ['ß as two letters', 'Straße', ['strasse'], '[Straße]'],
    ['accents that are characters of their own', 'Mun\u0303oz', ['mun'], '[Mun\u0303]oz'],
    ['the longest of several', 'libraries', ['lib', 'librar'], '[librar]ies'],
    ['nothing where nothing was asked for', 'text', [''], 'text'],
  ])('are marked: %s', (_of, text, matched, expected) => {
    expect(shown(text, ...matched)).toBe(expected);
  });

  test('no letter is lost or made', () => {
    const text = '  Größe — naïve “Été” 7K3F-92QX-M\n\tend ';
    expect(
      marked(text, ['grosse', 'ete', '7k3f', 'end'])
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  test('are in what is shown of a long text', () => {
    const text = `${'before '.repeat(60)}chemistry ${'after '.repeat(60)}`;
    const excerpt = excerptOf(text, ['chem']);
    expect(excerpt).toContain('chemistry');
    expect(excerpt.length).toBeLessThan(190);
    expect(excerpt).toMatch(/^… .* …$/s);
    expect(excerptOf('short', ['x'])).toBe('short');
    expect(excerptOf('x'.repeat(300), ['y'])).toMatch(/^x+ …$/);
  });
});

describe('[UI-1] the address of a search', () => {
  test('is read leniently, also where words look like a number', () => {
    expect(readSearchAddress({ q: 42, kind: 'all', state: 'half', type: '' })).toEqual({ q: '42' });
    expect(readSearchAddress({ q: 'x', kind: 'alerts', state: 'open' })).toEqual({
      q: 'x',
      kind: 'alerts',
      state: 'open',
    });
    expect(readContactSearch({ q: 5551234, sort: '-name', label: '' })).toEqual({ q: '5551234', sort: '-name' });
    expect(readPartSearch({ part: 'nothing' })).toEqual({});
    expect(hrefOfSearch({ q: 'a & b' })).toBe('/search?q=a+%26+b');
  });

  test('narrows by one condition of its kind', () => {
    expect(conditionOfAddress({}, 'case')).toBeUndefined();
    expect(conditionOfAddress({ type: 'concern' }, 'case')).toEqual({ field: 'case.type', op: 'is', value: 'concern' });
    expect(conditionOfAddress({ state: 'closed', priority: 'high', tag: 'x' }, 'alert')).toEqual({
      all: [
        { field: 'alert.priority', op: 'is', value: 'high' },
        { field: 'alert.category', op: 'is', value: 'closed' },
        { field: 'alert.tags', op: 'contains', value: 'x' },
      ],
    });
  });

  test('asks for something by words, or by a filter of its kind', () => {
    expect(isAsking({})).toBe(false);
    expect(isAsking({ kind: 'cases' })).toBe(false);
    expect(isAsking({ q: 'x' })).toBe(true);
    expect(isAsking({ kind: 'alerts', state: 'open' })).toBe(true);
    expect(isAsking({ state: 'open' })).toBe(false);
    const body = bodyOfSearch({ q: 'x', kind: 'cases', state: 'open', type: 'concern' });
    expect(searchRecordsSchema.safeParse(body).success).toBe(true);
    expect(bodyOfSearch({ q: 'x', kind: 'contacts', state: 'open' })).toEqual({ text: 'x' });
  });
});
