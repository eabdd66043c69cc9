import type { rejections } from '#shared/files/file.schema.ts';

// What a file is, by what is in it: names and declared types are whatever somebody wrote.

type Rejection = (typeof rejections)[number];
/** What came of looking at a file: the type it goes by, or why it is not taken. */
export type Finding = { contentType: string } | { reason: Rejection };

/** What somebody says of a file who says nothing: its content alone tells. */
const unsaid = 'application/octet-stream';

// One format, many names: of the registries, of browsers, and of what recognises them.
const namesOfOne: readonly (readonly string[])[] = [
  ['image/jpeg', 'image/jpg', 'image/pjpeg'],
  ['image/png', 'image/x-png'],
  ['image/heic', 'image/heif'],
  ['audio/mp4', 'audio/m4a', 'audio/x-m4a'],
  ['audio/mpeg', 'audio/mp3'],
  ['audio/wav', 'audio/x-wav', 'audio/vnd.wave'],
  ['video/mp4', 'video/x-m4v'],
  ['application/zip', 'application/x-zip-compressed', 'application/x-zip'],
  ['application/rtf', 'text/rtf'],
  ['application/xml', 'text/xml'],
];
// The container of Office before 2007, whichever of its programs wrote it.
const compound = 'application/x-cfb';
const inCompound: ReadonlySet<string> = new Set([
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.ms-outlook',
]);

/** The one name that a format goes by here. */
const plainName = (type: string): string => namesOfOne.find((names) => names.includes(type))?.[0] ?? type;

const isText = (type: string): boolean =>
  type.startsWith('text/') || ['application/json', 'application/xml', 'message/rfc822'].includes(plainName(type));

/** Whether a type is among those that are allowed, of which each may be a whole kind (`image/*`). */
export const isAmong = (type: string, allowed: readonly string[]): boolean => {
  const name = plainName(type);
  return allowed.some((one) => (one.endsWith('/*') ? name.startsWith(one.slice(0, -1)) : plainName(one) === name));
};

/** Whether a type may be announced: it is allowed, or nothing is said of it before its content is there. */
export const mayBeAnnounced = (type: string, allowed: readonly string[]): boolean =>
  type === unsaid || isAmong(type, allowed);

// What no text has: the control characters but tab, line feed, form feed, carriage return and escape.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

/**
 * A text has no mark at its beginning to be known by: it is one if all of it reads as UTF-8 and nothing in it is for machines. A mail says in itself how
 * each of its parts is written.
 */
const readsAsText = (content: Uint8Array, declared = 'text/plain'): boolean => {
  const encoding = declared === 'message/rfc822' ? 'latin1' : 'utf-8';
  try {
    return !binary.test(new TextDecoder(encoding, { fatal: true }).decode(content));
  } catch {
    return false;
  }
};

const recognised = async (content: Uint8Array): Promise<string | undefined> => {
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(content))?.mime;
};

const typeBy = async (content: Uint8Array, declared: string): Promise<string | undefined> => {
  // Text that is called one is not guessed at: a table whose first column is called BMI begins like a picture.
  if (isText(declared)) return readsAsText(content, declared) ? declared : undefined;
  const found = await recognised(content);
  if (declared === unsaid) return found ?? (readsAsText(content) ? 'text/plain' : unsaid);
  if (found === compound) return inCompound.has(declared) ? declared : undefined;
  return found !== undefined && plainName(found) === plainName(declared) ? declared : undefined;
};

/** Looks at what was uploaded: it is as large as was said, it is what was said, and that is allowed. */
export const lookAt = async (
  content: Uint8Array,
  { size, contentType }: { size: number; contentType: string },
  { maxSize, types }: { maxSize: number; types: readonly string[] },
): Promise<Finding> => {
  if (content.byteLength > maxSize) return { reason: 'too-large' };
  if (content.byteLength !== size) return { reason: 'wrong-size' };
  const found = await typeBy(content, contentType);
  if (found === undefined) return { reason: 'wrong-type' };
  return isAmong(found, types) ? { contentType: found } : { reason: 'type-not-allowed' };
};
