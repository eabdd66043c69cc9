import type MimeNode from 'nodemailer/lib/mime-node';
import { encode, wrap } from 'nodemailer/lib/qp';

const longestLine = 76;
const lines = new RegExp(`.{${longestLine}}(?=.)`, 'g');

const encodedBy = (encoding: string | false, content: string | Buffer): string => {
  switch (encoding) {
    case 'base64':
      return Buffer.from(content).toString('base64').replace(lines, '$&\r\n');
    case 'quoted-printable':
      return wrap(encode(content), longestLine);
    default:
      return String(content).replace(/\r?\n/g, '\r\n');
  }
};

/**
 * A composed mail, whose words are in memory, as text. The library would stream each part through
 * several pipes, which takes most of the time that composing a mail takes.
 */
export const mimeText = (node: MimeNode): string => {
  const { childNodes, content = '' } = node;
  const head = `${node.buildHeaders()}\r\n\r\n`;
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) throw new Error('a part of a mail is not in memory');
  const body = encodedBy(node.getTransferEncoding(), content);
  if (!node.multipart) return `${head}${body}`;
  const parts = childNodes.map((child) => `--${node.boundary}\r\n${mimeText(child)}\r\n`);
  return `${head}${body}${parts.join('')}--${node.boundary}--\r\n`;
};
