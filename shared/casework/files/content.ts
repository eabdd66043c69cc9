import type { rejections } from '#shared/casework/files/file.schema.ts';
import { isMarkedText, readsAsText } from '#shared/casework/files/text-content.ts';

// What a file is, by what is in it: names and declared types are the uploader's words.

type Rejection = (typeof rejections)[number];
/** What came of looking at a file: the type it is kept under, or why it is not taken. */
export type Finding = { contentType: string } | { reason: Rejection };

/** What somebody says of a file who says nothing: its content alone decides. */
const unsaid = 'application/octet-stream';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const slides = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';

// One format, many names: of the registries, of browsers and mail programs, and of what recognises
// them.
const namesOfOne: readonly (readonly string[])[] = [
  ['image/jpeg', 'image/jpg', 'image/pjpeg', 'image/x-jpeg', 'application/jpg', 'application/jpeg'],
  ['image/png', 'image/x-png', 'application/png'],
  ['image/gif', 'image/x-gif'],
  ['image/heic', 'image/heif'],
  ['image/tiff', 'image/tif', 'image/x-tiff', 'image/x-tif'],
  ['audio/mp4', 'audio/m4a', 'audio/x-m4a'],
  ['audio/mpeg', 'audio/mp3', 'audio/x-mp3', 'audio/x-mpeg'],
  ['audio/wav', 'audio/x-wav', 'audio/vnd.wave', 'audio/wave'],
  ['video/mp4', 'video/x-m4v'],
  ['video/quicktime', 'video/x-quicktime'],
  ['application/pdf', 'application/x-pdf', 'application/acrobat', 'applications/vnd.pdf', 'text/pdf', 'text/x-pdf'],
  ['application/zip', 'application/x-zip-compressed', 'application/x-zip', 'multipart/x-zip'],
  ['application/rtf', 'text/rtf', 'application/x-rtf', 'text/richtext'],
  ['application/xml', 'text/xml'],
  ['application/json', 'text/json', 'text/x-json'],
  [
    'application/msword',
    'application/vnd.msword',
    'application/vnd.ms-word',
    'application/doc',
    'application/x-msword',
  ],
  [
    'application/vnd.ms-excel',
    'application/msexcel',
    'application/x-msexcel',
    'application/x-excel',
    'application/excel',
  ],
  ['application/vnd.ms-powerpoint', 'application/mspowerpoint', 'application/x-mspowerpoint', 'application/powerpoint'],
  ['application/vnd.ms-outlook', 'application/x-msg'],
  ['text/csv', 'application/csv', 'application/x-csv', 'text/x-csv', 'text/comma-separated-values'],
  ['text/csv', 'text/x-comma-separated-values'],
  ['text/markdown', 'text/x-markdown'],
  ['text/calendar', 'application/ics', 'text/x-vcalendar'],
  ['message/rfc822', 'application/x-eml', 'application/eml', 'message/x-eml'],
];

/** The one name that a format has here. */
const plainName = (type: string): string => namesOfOne.find((names) => names.includes(type))?.[0] ?? type;

// The container of Office before 2007, whichever of its programs wrote it.
const compound = 'application/x-cfb';
// What files are whose declared type names a program rather than a format. Windows calls a table of
// text by the program that opens it.
const writtenBy: ReadonlyMap<string, { old: string; others: readonly string[]; text?: string }> = new Map([
  [
    'application/msword',
    { old: 'application/msword', others: [word, 'application/rtf', 'application/xml'], text: 'text/plain' },
  ],
  [word, { old: 'application/msword', others: ['application/rtf'] }],
  [
    'application/vnd.ms-excel',
    { old: 'application/vnd.ms-excel', others: [sheet, 'application/xml'], text: 'text/csv' },
  ],
  [sheet, { old: 'application/vnd.ms-excel', others: [] }],
  ['application/vnd.ms-powerpoint', { old: 'application/vnd.ms-powerpoint', others: [slides] }],
  [slides, { old: 'application/vnd.ms-powerpoint', others: [] }],
  ['application/vnd.ms-outlook', { old: 'application/vnd.ms-outlook', others: [] }],
]);

const isText = (type: string): boolean =>
  plainName(type).startsWith('text/') ||
  ['application/json', 'application/xml', 'message/rfc822'].includes(plainName(type));

/**
 * Whether a type is among those that are allowed, of which each may be a whole kind (`image/*`).
 */
export const isAmong = (type: string, allowed: readonly string[]): boolean => {
  const name = plainName(type);
  return allowed.some((one) => (one.endsWith('/*') ? name.startsWith(one.slice(0, -1)) : plainName(one) === name));
};

/**
 * Whether a type may be announced: it is allowed, or nothing is said of it before its content is
 * there.
 */
export const mayBeAnnounced = (type: string, allowed: readonly string[]): boolean =>
  type === unsaid || isAmong(type, allowed);

const recognised = async (content: Uint8Array): Promise<string | undefined> => {
  const { fileTypeFromBuffer } = await import('file-type');
  return (await fileTypeFromBuffer(content))?.mime;
};

// Texts of one kind look alike; their name says which they are.
const namedTexts: ReadonlyMap<string, string> = new Map([
  ['txt', 'text/plain'],
  ['csv', 'text/csv'],
  ['CSV', 'text/csv'],
  ['md', 'text/markdown'],
  ['ics', 'text/calendar'],
  ['eml', 'message/rfc822'],
  ['json', 'application/json'],
  ['xml', 'application/xml'],
]);
const textNamed = (name: string): string | undefined => namedTexts.get(/\.([a-zA-Z]{2,4})$/.exec(name)?.[1] ?? '');

/**
 * What a file is of which nothing is said. A table that is called one is not guessed at, for it may
 * begin like a picture.
 */
const typeOf = (content: Uint8Array, { found, name }: { found: string | undefined; name: string }): string => {
  const text = readsAsText(content) ? (textNamed(name) ?? (found === undefined ? 'text/plain' : undefined)) : undefined;
  return text ?? found ?? unsaid;
};

const kindOf = (type: string): string => type.slice(0, type.indexOf('/'));
const isPicture = (type: string): boolean => kindOf(type) === 'image';
const isRecording = (type: string): boolean => ['audio', 'video'].includes(kindOf(type)) || type === 'application/ogg';
const containerOf = (type: string): string => type.slice(type.indexOf('/') + 1);

/**
 * The type of a file that is not quite what it is called: a picture of another format, a document
 * of another version of the same program.
 */
const closeTo = (declared: string, found: string | undefined, content: Uint8Array): string | undefined => {
  const program = writtenBy.get(plainName(declared));
  if (found === undefined) return program?.text && readsAsText(content) ? program.text : undefined;
  if (plainName(found) === plainName(declared)) return declared;
  if (program) return found === compound ? program.old : program.others.find((one) => one === plainName(found));
  if (isPicture(declared) && isPicture(found)) return found;
  if (!isRecording(declared) || !isRecording(found)) return undefined;
  // A container holds sound or pictures alike, and is recognised by itself.
  return containerOf(declared) === containerOf(found) ? declared : found;
};

const typeBy = async (
  content: Uint8Array,
  { contentType: declared, name = '', via }: DeclaredContent,
): Promise<string | undefined> => {
  // Text that is called one is not guessed at: a table whose first column is called BMI begins like
  // a picture.
  if (isText(declared) && readsAsText(content)) return declared;
  // The mark of UTF-16 is taken for a recording by what recognises formats.
  const found = isMarkedText(content) ? undefined : await recognised(content);
  if (declared === unsaid) return typeOf(content, { found, name });
  const close = isText(declared) ? undefined : closeTo(declared, found, content);
  // The uploader gets the reason; the type of an attachment was chosen by a mail program, and
  // nobody can mend it.
  return close ?? (via === 'mail' ? typeOf(content, { found, name }) : undefined);
};

interface DeclaredContent {
  contentType: string;
  name?: string;
  via?: 'mail' | undefined;
}

/**
 * Looks at what was uploaded: it is as large as was said, it is what was said, and that is allowed.
 */
export const lookAt = async (
  content: Uint8Array,
  { size, ...declared }: DeclaredContent & { size: number },
  { maxSize, types }: { maxSize: number; types: readonly string[] },
): Promise<Finding> => {
  if (content.byteLength > maxSize) return { reason: 'too-large' };
  if (content.byteLength !== size) return { reason: 'wrong-size' };
  const found = await typeBy(content, declared);
  if (found === undefined) return { reason: 'wrong-type' };
  return isAmong(found, types) ? { contentType: found } : { reason: 'type-not-allowed' };
};
