import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type ApiEvent, parseIfMatch, parseInput, parseJson } from '#functions/api/parse.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

const json = '{"text":"Über „Müller“, 5 €"}';
const said = JSON.parse(json);

/** A body as API Gateway hands it on: text where it holds UTF-8, else in base64. */
const event = (bytes: Buffer | string, contentType = 'application/json', headers = {}): ApiEvent =>
  ({
    headers: { 'content-type': contentType, ...headers },
    ...(typeof bytes === 'string'
      ? { body: bytes, isBase64Encoded: false }
      : { body: bytes.toString('base64'), isBase64Encoded: true }),
  }) as unknown as ApiEvent;

const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const little = Buffer.from(text, 'utf16le');
  return order === 'le' ? little : little.swap16();
};
const latin1 = Buffer.from('{"text":"Jürgen"}', 'latin1');

describe('[IN-1] the text of a body', () => {
  it.each<[string, Buffer | string, string?]>([
    ['UTF-8 as text', json],
    ['UTF-8 as bytes', Buffer.from(json)],
    ['UTF-8 behind a byte order mark', `\ufeff${json}`],
    ['UTF-8 as bytes behind a byte order mark', Buffer.from(`\ufeff${json}`)],
    ['UTF-16, little end first', utf16(json, 'le'), 'application/json; charset=utf-16le'],
    ['UTF-16, big end first, behind a mark', utf16(`\ufeff${json}`, 'be'), 'application/json;charset="UTF-16BE"'],
  ])('is taken from %s', (_title, bytes, contentType) => {
    expect(parseJson(event(bytes, contentType))).toEqual(said);
  });

  it('[IN-1] is decoded by the charset that it declares', () => {
    expect(parseJson(event(latin1, 'application/json; charset=ISO-8859-1'))).toEqual({ text: 'Jürgen' });
    const euro = Buffer.from([...Buffer.from('{"text":"'), 0x80, ...Buffer.from('"}')]);
    expect(parseJson(event(euro, 'application/json; charset=windows-1252'))).toEqual({ text: '€' });
    // The gateway took these bytes for UTF-8; the caller says that they are not.
    expect(parseJson(event('{"text":"é"}', 'application/json; charset=windows-1252'))).toEqual({ text: 'Ã©' });
  });

  it('[IN-1] is refused where it is not in the charset that it declares, or in UTF-8 where it declares none', () => {
    expect(() => parseJson(event(latin1))).toThrow('declare the charset');
    expect(() => parseJson(event(latin1, 'application/json; charset=utf-8'))).toThrow('declare the charset');
    expect(() => parseJson(event(json, 'application/json; charset=klingon'))).toThrow('"klingon"');
  });

  it('[IN-1] is refused where the gateway has put U+FFFD in the place of what it could not read', () => {
    const damaged = '{"text":"J\ufffdrgen"}';
    expect(() => parseJson(event(damaged, 'application/json', { 'content-length': String(latin1.length) }))).toThrow();
    // Somebody may write U+FFFD, too.
    const whole = { 'content-length': String(Buffer.byteLength(damaged)) };
    expect(parseJson(event(damaged, 'application/json', whole))).toEqual({ text: 'J\ufffdrgen' });
  });
});

describe('[IN-1] a request that takes no body', () => {
  const route = (method: 'GET' | 'PUT' | 'DELETE' | 'POST', body?: z.ZodType) =>
    defineRoute({
      name: 'one',
      method,
      path: '/v1/one',
      family: 'cases',
      who: 'staff',
      summary: '',
      answer: z.undefined(),
      ...(body && { body }),
    });

  it.each(['', '{}', 'null', ' {} '])('is taken with %j', (body) => {
    for (const method of ['GET', 'PUT', 'DELETE', 'POST'] as const)
      expect(parseInput(event(body), route(method)).faults, method).toEqual([]);
  });

  it('[IN-1] is taken with null where its body may be left out, and refused where it may not', () => {
    const note = z.strictObject({ note: z.string() });
    expect(parseInput(event('null'), route('POST', note.optional())).faults).toEqual([]);
    expect(parseInput(event('null'), route('POST', note)).faults).toMatchObject([{ pointer: '', code: 'wrong-kind' }]);
    expect(parseInput(event('{"x":1}'), route('PUT')).faults).toMatchObject([{ pointer: '/x', code: 'unknown-field' }]);
    expect(parseInput(event('[]'), route('PUT')).faults).toHaveLength(1);
  });
});

describe('[IN-1] If-Match', () => {
  const route = defineRoute({
    name: 'x',
    method: 'PATCH',
    path: '/v1/x',
    family: 'cases',
    who: 'staff',
    summary: '',
    ifMatch: 'required',
    answer: z.undefined(),
  });
  it.each([
    ['"3"', [3]],
    ['3', [3]],
    ['"3", "4"', [3, 4]],
    ['*', '*'],
    ['W/"3"', []],
    ['W/"3", "4"', [4]],
    ['"x"', []],
    ['"03", 03, "00"', []],
    // What is only shipped.
    ['"0"', [0]],
    ['', []],
  ])('of %s names %j: it compares strongly, so a weak ETag matches nothing', (header, versions) => {
    expect(parseIfMatch(event('', undefined, { 'if-match': header }), route)).toEqual(versions);
  });
});
