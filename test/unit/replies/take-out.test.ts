import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOfLink, newLink } from '#shared/access/portal-link.ts';
import { takeOut } from '#shared/mail/replies/take-out.ts';

const tokenOf = (random: Uint8Array): string =>
  newLink(
    { id: '01JD8W7K3FQ2M5N6P8R9S0T1V2', contactId: 'stella' },
    { via: 'mail', random, lastsFor: 'P30D', at: Date.UTC(2026, 10, 23) },
  ).token;
const token = tokenOf(Buffer.alloc(32, 'ab~?'));
const link = addressOfLink('https://portal.campus.example', token);
const quotedPrintable = `https://portal.campus.example/links/${token.slice(0, 40)}=\r\n${token.slice(40)}`;

describe('what is stored of a mail', () => {
  it.each([
    ['as it was sent', `See ${link}.`, /^See \[link removed\]$/],
    ['in angle brackets', `See <${link}>.`, /^See <\[link removed\]>\.$/],
    [
      'to follow a case',
      `See ${addressOfLink('https://p.example', token, 'subscriptions')} now`,
      /^See \[link removed\] now$/,
    ],
    [
      'in a safe link',
      `See https://eur01.safelinks.protection.outlook.com/?url=${encodeURIComponent(link)}&data=05%7Cstella%40x.example&reserved=0 now`,
      /^See \[link removed\] now$/,
    ],
    ['in a rewritten link', `See https://urldefense.com/v3/__${link}__;!!Abc$ now`, /^See \[link removed\] now$/],
    [
      'broken by a quotation',
      `> https://portal.campus.example/links/${token.slice(0, 40)}\n> ${token.slice(40)} now`,
      /^> \[link removed\] now$/,
    ],
    ['in quoted-printable', `See ${quotedPrintable} now`, /^See \[link removed\] now$/],
    [
      'with a break that is not seen',
      `See https://p.example/links/${token.slice(0, 30)}\u200b${token.slice(30)} now`,
      /^See \[link removed\] now$/,
    ],
    ['without an address', `The code is ${token} `, /^The code is \[link removed\] $/],
    ['beside words without spaces', `リンク${link}を見た`, /^リンク\[link removed\]を見た$/],
  ])('[PO-1] has no link that opens a case, %s', (_how, text, expected) => {
    expect(takeOut(text)).toMatch(expected);
  });

  it('[PO-1] has no token, whatever stands around it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.string(),
        fc.string(),
        (random, before, after) => {
          expect(takeOut(`${before}${tokenOf(random)}${after}`)).not.toContain(tokenOf(random).slice(27));
        },
      ),
    );
  });

  it('[PO-1] keeps every other word and link', () => {
    const text =
      'My case is https://portal.campus.example/cases/01JD8W7K3FQ2M5N6P8R9S0T1V2, see https://x.example/a-b_c?d=e.';
    expect(takeOut(text)).toBe(text);
  });

  it('[PO-2] names no hidden requester: not their name in either order, not a word of it, not their address', () => {
    const hidden = { names: ['Stella Maria Will', '', 'SW'], addresses: ['Stella.Will@students.example', ''] };
    const text =
      'To: stella.will@students.example, x=Stella.Will%40students.example\nHi stella maria will, I will. Will, Stella Maria\n Stella. Willing.';
    expect(takeOut(text, hidden)).toBe(
      'To: [address removed], x=[address removed]\nHi [name removed], I will. [name removed], [name removed] [name removed]\n [name removed]. Willing.',
    );
  });

  it.each([
    ['05%7C02%7Cstella.will%40students.example%7C', '05%7C02%7C[address removed]%7C'],
    ['Bye\n> stella\nx', 'Bye\n> [name removed]\nx'],
    ['I will go, said stella', 'I will go, said stella'],
    ['我是张伟，学号1', '我是[name removed]，学号1'],
    ['김민수입니다', '[name removed]입니다'],
    ['田中です。', '[name removed]です。'],
    ['ผมสมชายครับ', 'ผม[name removed]ครับ'],
    ['Ask O’Brien, not OBrien', 'Ask [name removed], not OBrien'],
    ['STELLA.WILL and will, stella', '[name removed] and [name removed]'],
    ['Anna-Lena, Zoe\u0301 and zo\u00e9 müller', '[name removed], [name removed] and [name removed]'],
  ])('[PO-2] names no hidden requester however it is written: %j', (text, expected) => {
    const hidden = {
      names: ['Stella Will', 'Anna-Lena', 'Zo\u00e9 Müller', '张伟', '김민수', '田中 太郎', 'สมชาย ใจดี', "O'Brien"],
      addresses: ['stella.will@students.example'],
    };
    expect(takeOut(text, hidden)).toBe(expected);
  });
});
