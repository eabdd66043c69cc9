// A text has no mark at its beginning to be known by, and its encoding is not said either. It is
// one if nothing in it is for machines.

// What no text has: the control characters but tab, line feed, form feed, carriage return and
// escape.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

const isWritten = (content: Uint8Array, encoding: string): boolean => {
  try {
    return !binary.test(new TextDecoder(encoding, { fatal: true }).decode(content));
  } catch {
    return false;
  }
};

// As much as shows the pattern of an encoding.
const sample = 4096;

/**
 * UTF-16 without a mark, as Windows writes it: every other byte of what is mostly ASCII is zero.
 */
const unmarkedUtf16 = (content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  const start = content.subarray(0, sample - (sample % 2));
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const most = start.length / 4;
  if (even === 0 && odd > most) return 'utf-16le';
  return odd === 0 && even > most ? 'utf-16be' : undefined;
};

const markedEncoding = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
};

// Any byte above 127 is a letter in one of the code pages of Windows, DOS and East Asia, so what is
// left to see is what is below.
const readsInCodePage = (content: Uint8Array): boolean => !binary.test(Buffer.from(content).toString('latin1'));

/** UTF-16 in which content is, by a mark or by its look. */
export const wideEncoding = (content: Uint8Array): 'utf-16le' | 'utf-16be' | undefined =>
  markedEncoding(content) ?? unmarkedUtf16(content);

/** Whether content is a text in UTF-16 that says so in its first two bytes. */
export const isMarkedText = (content: Uint8Array): boolean => {
  const encoding = markedEncoding(content);
  return encoding !== undefined && isWritten(content, encoding);
};

/** Whether content is a text: in UTF-8, in UTF-16, or in a code page. */
export const readsAsText = (content: Uint8Array): boolean => {
  const wide = wideEncoding(content);
  return (wide !== undefined && isWritten(content, wide)) || isWritten(content, 'utf-8') || readsInCodePage(content);
};
