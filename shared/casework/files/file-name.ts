import * as z from 'zod';

// How a file is called: a name, not a path, that looks like what it is wherever it is shown and
// saved.

const longest = 200;

// Turns letters around, joins or hides them: `photo‮gpj.exe` is shown as `photoexe.jpg`. Programs
// and telephones add some of these by themselves.
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/gu;
/**
 * Slashes, the look-alikes that some systems turn into them, and the colon behind which Windows
 * hides another file.
 */
const separators = /[/\\:\u2044\u2215\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c\uff1a]/gu;
const controls = /\p{Cc}/gu;
// Of Windows, with any ending.
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(\.|$)/i;

/**
 * The name without what cannot be seen, and without spaces at its ends and dots at its end, which
 * Windows drops.
 */
const visible = (name: string): string =>
  name
    .normalize('NFC')
    .replaceAll(unseen, '')
    .replace(/^\s+|[\s.]+$/gu, '');

/**
 * The name of a file that somebody announces. What cannot be seen is left out of it; what would
 * lead elsewhere is refused.
 */
export const fileName = z
  .string()
  .max(longest)
  .refine((name) => name.isWellFormed(), {
    message: 'has half a character',
    params: { code: 'invalid-name' },
    abort: true,
  })
  .overwrite(visible)
  .min(1, 'is no name of a file')
  .refine((name) => name.search(controls) < 0, {
    message: 'a file is named without control characters',
    params: { code: 'invalid-name' },
  })
  .refine((name) => name.search(separators) < 0, {
    message: 'a file is named without slashes, backslashes and colons',
    params: { code: 'invalid-name' },
  })
  .refine((name) => !reserved.test(name), {
    message: 'this name is one of a device on Windows',
    params: { code: 'reserved-name' },
  });

/**
 * What somebody else called a file, as a file of ours can be called; undefined where nothing is
 * left of it.
 */
export const safeFileName = (name: string): string | undefined => {
  const plain = visible(name.toWellFormed().replaceAll(controls, '_').replaceAll(separators, '_'));
  const short = visible(plain.slice(-longest).toWellFormed());
  return (reserved.test(short) ? `_${short}` : short).slice(0, longest) || undefined;
};
