// Text that flows (RFC 3676): a line that ends with a space goes on in the next, if quoted as deep.
// postal-mime joins what somebody wrote with the quoted line above.

interface Paragraph {
  /** How many mails deep it is quoted. */
  depth: number;
  text: string;
}

const signature = '-- ';
const flows = ({ text }: Paragraph): boolean => text.endsWith(' ') && text !== signature;

const paragraphOf = (line: string): Paragraph => {
  const [marks = ''] = /^>*/.exec(line) ?? [];
  const text = line.slice(marks.length);
  // The space that a program puts before what would look like a quotation stays there.
  return { depth: marks.length, text: text.startsWith(' ') && !text.startsWith(' >') ? text.slice(1) : text };
};

const written = ({ depth, text }: Paragraph): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`);

/** The lines of a text that flows, each paragraph in one, with the marks of what it quotes. */
export const unflow = (text: string, deletesSpace: boolean): string => {
  const paragraphs: Paragraph[] = [];
  let pieces: string[] = [];
  let last: Paragraph | undefined;
  const end = () => {
    if (last) paragraphs.push({ depth: last.depth, text: pieces.join('') });
  };
  for (const line of text.split(/\r?\n/)) {
    const next = paragraphOf(line);
    if (last && flows(last) && last.depth === next.depth && next.text !== signature) {
      if (deletesSpace) pieces.push((pieces.pop() ?? '').slice(0, -1));
    } else {
      end();
      pieces = [];
    }
    pieces.push(next.text);
    last = next;
  }
  end();
  return paragraphs.map(written).join('\n');
};

const parameter = /;\s*format\s*=\s*"?flowed\b/gi;

/**
 * A mail whose text is read as it was written, for `unflow`; undefined where none of it flows.
 * Only its text is to be read of it: what looks like the header may stand in a file.
 */
export const withoutFlow = (raw: Uint8Array): { raw: Uint8Array; deletesSpace: boolean } | undefined => {
  const mail = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  if (!new RegExp(parameter).test(mail)) return undefined;
  const fixed = mail.replace(parameter, (found) => found.replace(/flowed$/i, 'fixed '));
  return { raw: Buffer.from(fixed, 'latin1'), deletesSpace: /;\s*delsp\s*=\s*"?yes\b/i.test(mail) };
};
