import { randomUUID } from 'node:crypto';
import { hasLongerLines, isPlainText } from 'nodemailer/lib/mime-funcs';
import { encode, wrap } from 'nodemailer/lib/qp';

// Parts of a mail whose words are in memory, as text. The library's tree of nodes would read each
// header again and stream each part, which takes three quarters of what composing a mail takes.

/** A part of a mail: its headers, and its body as it is sent. */
export interface MimePart {
  headers: readonly string[];
  body: string;
}

const longestLine = 76;
const lines = new RegExp(`.{${longestLine}}(?=.)`, 'g');

const base64 = (content: string): string => Buffer.from(content).toString('base64').replace(lines, '$&\r\n');

/** Content as mail may carry it, in the shorter of the ways that it needs. */
const encoded = (content: string): { encoding: string; body: string } => {
  const text = content.replace(/\r\n?|\n/g, '\r\n');
  if (isPlainText(text) && !hasLongerLines(text, longestLine)) return { encoding: '7bit', body: text };
  const [quoted, based] = [encode(text), base64(text)];
  return quoted.length <= based.length
    ? { encoding: 'quoted-printable', body: wrap(quoted, longestLine) }
    : { encoding: 'base64', body: based };
};

/** Words. `parameters` stand behind the type. */
export const textPart = (type: `text/${string}`, content: string, parameters = ''): MimePart => {
  const { encoding, body } = encoded(content);
  return {
    headers: [`Content-Type: ${type}; charset=utf-8${parameters}`, `Content-Transfer-Encoding: ${encoding}`],
    body,
  };
};

/** A file whose name is of letters that need no quotes. */
export const filePart = ({ type, name, content }: { type: string; name: string; content: string }): MimePart => ({
  headers: [
    `Content-Type: ${type}; name=${name}`,
    `Content-Disposition: attachment; filename=${name}`,
    'Content-Transfer-Encoding: base64',
  ],
  body: base64(content),
});

/** A part as it stands in a mail, or a whole mail. */
export const mimeText = ({ headers, body }: MimePart): string => `${headers.join('\r\n')}\r\n\r\n${body}`;

/** Parts as one: `alternative` where each says the same. */
export const multipart = (kind: 'alternative' | 'mixed', parts: readonly MimePart[]): MimePart => {
  // An equals sign and an underline stand side by side in no encoded part.
  const boundary = `=_${randomUUID()}`;
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    body: `${parts.map((part) => `--${boundary}\r\n${mimeText(part)}\r\n`).join('')}--${boundary}--\r\n`,
  };
};
