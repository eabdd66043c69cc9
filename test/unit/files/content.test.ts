import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { isAmong, lookAt, mayBeAnnounced } from '#shared/casework/files/content.ts';

const text = (value: string) => new TextEncoder().encode(value);
const bytes = (...values: number[]) => new Uint8Array(values);
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const jpeg = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 0x10, ...text('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0);
const pdf = text('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n');
const compound = Buffer.concat([bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), Buffer.alloc(600)]);
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${wordType}.main+xml"/></Types>`;
const word = zipSync({ '[Content_Types].xml': text(contentTypes), 'word/document.xml': text('<w/>') });
const zip = zipSync({ 'a.txt': text('a') });
const windowsElf = Buffer.concat([text('MZ'), Buffer.alloc(126)]);

const everything = {
  maxSize: 10_000,
  types: ['image/*', 'text/*', 'application/*', 'message/*', 'audio/*', 'video/*'],
};
const look = (content: Uint8Array, contentType: string, limits = everything) =>
  lookAt(content, { size: content.byteLength, contentType }, limits);
const lookNamed = (content: Uint8Array, name: string, contentType = 'application/octet-stream') =>
  lookAt(content, { size: content.byteLength, contentType, name }, everything);
const mailed = (content: Uint8Array, contentType: string, name = 'x') =>
  lookAt(content, { size: content.byteLength, contentType, name, via: 'mail' }, everything);

const table = 'Straße;Größe\r\nMüllerweg;1,80\r\n';
const utf16 = (value: string, { mark = true, big = false } = {}) => {
  const content = Buffer.from((mark ? '\ufeff' : '') + value, 'utf16le');
  return new Uint8Array(big ? content.swap16() : content);
};
const latin1 = (value: string) => new Uint8Array(Buffer.from(value, 'latin1'));
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const sheetTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.main+xml"/></Types>`;
const sheet = zipSync({ '[Content_Types].xml': text(sheetTypes), 'xl/workbook.xml': text('<w/>') });

describe('what a file is, by what is in it', () => {
  it.each([
    ['image/png', png, 'image/png'],
    ['image/jpg', jpeg, 'image/jpg'],
    ['application/pdf', pdf, 'application/pdf'],
    ['application/msword', compound, 'application/msword'],
    [wordType, word, wordType],
    ['application/x-zip-compressed', zip, 'application/x-zip-compressed'],
    ['text/plain', text('Grüße\r\n'), 'text/plain'],
    ['text/csv', text('BMI;Name\n21;Zoë\n'), 'text/csv'],
    ['text/csv', text('\ufeffa,b\n'), 'text/csv'],
    ['application/json', text('{"a": 1}'), 'application/json'],
    ['text/plain', text(''), 'text/plain'],
    ['message/rfc822', Buffer.from('Subject: Gr\xfc\xdfe\r\n\r\nHallo\r\n', 'latin1'), 'message/rfc822'],
    ['application/octet-stream', png, 'image/png'],
    ['application/octet-stream', text('just words'), 'text/plain'],
    ['application/octet-stream', bytes(0, 1, 2, 3), 'application/octet-stream'],
  ])('[FI-1] %s is taken as such', async (declared, content, contentType) => {
    expect(await look(content, declared)).toEqual({ contentType });
  });

  it.each([
    ['application/pdf', png],
    ['image/png', pdf],
    ['image/png', text('<html></html>')],
    ['image/svg+xml', text('<?xml version="1.0"?><svg onload="alert(1)"/>')],
    [wordType, zip],
    ['application/pdf', compound],
    ['image/jpeg', windowsElf],
    ['text/plain', png],
    ['text/plain', text('a\u0000b')],
    ['message/rfc822', bytes(0, 1, 2)],
  ])('[FI-1] what is no %s is not taken for one', async (declared, content) => {
    expect(await look(content, declared)).toEqual({ reason: 'wrong-type' });
  });

  it.each([
    ['in Windows-1252', latin1(table)],
    ['in Windows-1252, with its own letters', Buffer.concat([text('Preis '), bytes(0x80, 0x93, 0x94, 0x96)])],
    ['in UTF-16 with a mark', utf16(table)],
    ['in UTF-16 of the other order', utf16(table, { big: true })],
    ['in UTF-16 without a mark', utf16(table, { mark: false })],
    ['in UTF-16 of the other order without a mark', utf16(table, { mark: false, big: true })],
    ['in UTF-8 with a mark', text(`\ufeff${table}`)],
    ['in Cyrillic of Windows', bytes(0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x0d, 0x0a)],
    ['in Japanese with escapes', Buffer.from('\x1b$B$3$s\x1b(B\r\n', 'latin1')],
    ['that begins like a picture, in Windows-1252', latin1('BMI;Größe\n')],
  ])('[FI-1] a table %s is a text, whoever names it', async (_encoding, content) => {
    expect(await look(content, 'text/csv')).toEqual({ contentType: 'text/csv' });
    expect(await look(content, 'text/plain')).toEqual({ contentType: 'text/plain' });
    expect(await look(content, 'application/csv')).toEqual({ contentType: 'application/csv' });
    expect(await lookNamed(content, 'table.csv')).toEqual({ contentType: 'text/csv' });
    // Windows calls a table of text by the program that opens it.
    if (!Buffer.from(content).toString('latin1').startsWith('BM'))
      expect(await look(content, 'application/vnd.ms-excel')).toEqual({ contentType: 'text/csv' });
  });

  it.each([
    ['application/x-pdf', pdf, 'application/x-pdf'],
    ['application/acrobat', pdf, 'application/acrobat'],
    ['text/pdf', pdf, 'text/pdf'],
    ['application/vnd.ms-excel', compound, 'application/vnd.ms-excel'],
    ['application/vnd.ms-excel', sheet, sheetType],
    ['application/msexcel', sheet, sheetType],
    ['application/msword', word, wordType],
    ['application/msword', text('{\\rtf1 Hello}'), 'application/rtf'],
    [wordType, compound, 'application/msword'],
    ['image/jpeg', png, 'image/png'],
    ['image/png', jpeg, 'image/jpeg'],
    ['application/octet-stream', latin1(table), 'text/plain'],
    ['application/octet-stream', utf16(table), 'text/plain'],
  ])(
    '[FI-1] what is called %s by another name or for another version is taken for what it is',
    async (declared, content, contentType) => {
      expect(await look(content, declared)).toEqual({ contentType });
    },
  );

  it('[FI-1] [ME-2] nobody can mend how a mail program calls an attachment, so it is taken for what it is', async () => {
    expect(await mailed(pdf, 'image/png')).toEqual({ contentType: 'application/pdf' });
    expect(await mailed(png, 'text/plain')).toEqual({ contentType: 'image/png' });
    expect(await mailed(latin1(table), 'application/pdf')).toEqual({ contentType: 'text/plain' });
    expect(await mailed(latin1(table), 'application/x-unheard-of', 'a.csv')).toEqual({ contentType: 'text/csv' });
    expect(
      await lookAt(
        windowsElf,
        { size: 128, contentType: 'image/png', via: 'mail' },
        { maxSize: 1000, types: ['image/*'] },
      ),
    ).toEqual({
      reason: 'type-not-allowed',
    });
  });

  it('[FI-1] no content whatever passes for a picture or a text that it is not, or throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        // A control character begins no text, in UTF-16 either.
        const start = bytes(0x02, 0x00, ...noise);
        expect(await look(start, 'text/plain')).toEqual({ reason: 'wrong-type' });
        expect(await look(start, 'image/png')).toEqual({ reason: 'wrong-type' });
      }),
      { numRuns: 200 },
    );
  });

  it('[FI-1] is as large as was said, as allowed, and of a type that is', async () => {
    expect(await lookAt(png, { size: png.length - 1, contentType: 'image/png' }, everything)).toEqual({
      reason: 'wrong-size',
    });
    expect(await look(png, 'image/png', { maxSize: 10, types: ['image/*'] })).toEqual({ reason: 'too-large' });
    expect(await look(zip, 'application/octet-stream', { maxSize: 1000, types: ['image/*'] })).toEqual({
      reason: 'type-not-allowed',
    });
  });

  it('[FI-1] a type is allowed by its name, another name of the same, or its kind', () => {
    expect([
      isAmong('image/jpg', ['image/jpeg']),
      isAmong('image/jpeg', ['image/pjpeg']),
      isAmong('image/png', ['image/*']),
      mayBeAnnounced('application/x-pdf', ['application/pdf']),
    ]).toEqual([true, true, true, true]);
    expect([isAmong('image/png', ['text/*']), isAmong('application/zip', ['application/pdf'])]).toEqual([false, false]);
    expect([mayBeAnnounced('application/octet-stream', []), mayBeAnnounced('application/pdf', [])]).toEqual([
      true,
      false,
    ]);
  });
});
