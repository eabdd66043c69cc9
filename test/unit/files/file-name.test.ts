import { describe, expect, it } from 'vitest';
import { fileName, safeFileName } from '#shared/casework/files/file-name.ts';

const codeOf = (name: string) => {
  const [issue] = fileName.safeParse(name).error?.issues ?? [];
  return issue && ('params' in issue ? issue.params?.code : issue.code);
};

describe('[FI-1] the name of a file', () => {
  it.each([
    ['turned around', 'photo\u202egpj.exe', 'photogpj.exe'],
    ['in an isolate', 'a\u2066b\u2069.txt', 'ab.txt'],
    ['with marks of direction', '\u200eWhatsApp Chat\u200f.zip', 'WhatsApp Chat.zip'],
    ['with letters of no width', 'in\u200bvo\u200cice\ufeff\u2060.pdf', 'invoice.pdf'],
    ['with a soft hyphen and fillers', 'a\u00adb\u3164c\u115fd\u2800.txt', 'abcd.txt'],
    ['with tags', 'a\u{e0041}\u{e0042}.txt', 'a.txt'],
    ['with line and paragraph separators', 'a\u2028b\u2029.txt', 'ab.txt'],
    ['with dots and spaces at its end', ' report.exe . ', 'report.exe'],
    ['composed otherwise', 'Gro\u0308\u00dfe.png', 'Größe.png'],
    ['as it is', 'Scan “Größe” (2) 文件.tar.gz', 'Scan “Größe” (2) 文件.tar.gz'],
    ['that begins with a dot', '.profile', '.profile'],
    ['that only begins like a device', 'console.log', 'console.log'],
  ])('%s is what can be seen of it', (_how, given, name) => {
    expect(fileName.parse(given)).toBe(name);
    expect(safeFileName(given)).toBe(name);
  });

  it.each([
    ['a slash', 'a/b', 'invalid-name', 'a_b'],
    ['a way up', '../../etc/passwd', 'invalid-name', '.._.._etc_passwd'],
    ['a backslash', 'a\\b', 'invalid-name', 'a_b'],
    ['a wide slash', 'a\uff0fb', 'invalid-name', 'a_b'],
    ['a fraction slash', 'a\u2044b', 'invalid-name', 'a_b'],
    ['a second file behind a colon', 'a.txt:b.exe', 'invalid-name', 'a.txt_b.exe'],
    ['a line break', 'a\r\nb', 'invalid-name', 'a__b'],
    ['NUL', 'a\u0000b', 'invalid-name', 'a_b'],
    ['a C1 control', 'a\u0085b', 'invalid-name', 'a_b'],
    ['half a character', 'a\ud800b', 'invalid-name', 'a\ufffdb'],
    ['a device', 'CON', 'reserved-name', '_CON'],
    ['a device with an ending', 'nul.txt', 'reserved-name', '_nul.txt'],
    ['a device with a small number', 'COM\u00b9.log', 'reserved-name', '_COM\u00b9.log'],
    ['a device that is hidden', 'C\u200bON', 'reserved-name', '_CON'],
    ['nothing but dots', '..', 'too_small', undefined],
    ['nothing that can be seen', '\u200b\u202e ', 'too_small', undefined],
  ])('is refused with %s by name, and made harmless where it comes with a mail', (_what, given, code, safe) => {
    expect(codeOf(given)).toBe(code);
    expect(safeFileName(given)).toBe(safe);
    if (safe !== undefined) expect(fileName.parse(safe)).toBe(safe);
  });

  it('has no more than two hundred characters, however long a mail has it', () => {
    expect(codeOf('x'.repeat(201))).toBe('too_big');
    for (const long of ['x'.repeat(300), `${'😀'.repeat(150)}.png`, `con.${'x'.repeat(196)}`]) {
      const safe = String(safeFileName(long));
      expect(safe.length).toBeLessThanOrEqual(200);
      expect(fileName.parse(safe)).toBe(safe);
    }
  });
});
