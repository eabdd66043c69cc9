import * as z from 'zod';

// A file is held in memory while it is looked at, in a function of a gigabyte.
const largestFile = 100 * 2 ** 20;
// A page shows 200 of them; nobody looks through more than fifty such pages.
const mostFiles = 10_000;

/** `image/png`, or `image/*` for all of a kind. */
const mediaType = z
  .string()
  .regex(
    /^[a-z]+\/(\*|[a-z0-9][a-z0-9.+-]{0,100})$/,
    'a type of files is written as image/png, or image/* for all of a kind',
  );

const documents = [
  'application/pdf',
  'application/rtf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/calendar',
  'message/rfc822',
];
const pictures = ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/heic', 'image/tiff'];

/** What somebody may upload to a case. Sizes in bytes. */
const limits = (usual: { maxSize: number; maxCount: number; types: string[] }) =>
  z
    .strictObject({
      maxSize: z.int().min(1).max(largestFile).default(usual.maxSize),
      maxCount: z.int().min(0).max(mostFiles).default(usual.maxCount),
      types: z.array(mediaType).max(100).default(usual.types),
    })
    .prefault({});

/**
 * What a type says of the files of its cases, for each of the two sides. What it leaves out holds
 * as it is here.
 */
export const fileRules = z
  .strictObject({
    // A photograph of a telephone has 5 MB, a scanned letter 10; twenty-five is also what most mail
    // servers take.
    requester: limits({
      maxSize: 25 * 2 ** 20,
      maxCount: 50,
      types: [...documents, ...pictures, 'audio/*', 'video/mp4', 'video/quicktime'],
    }),
    staff: limits({
      maxSize: largestFile,
      maxCount: 2_000,
      types: [
        ...documents,
        ...pictures,
        'audio/*',
        'video/*',
        'application/zip',
        'application/json',
        'application/xml',
      ],
    }),
    /** Nothing is handed out before a scanner has found it clean. */
    scan: z.boolean().default(false),
  })
  .prefault({})
  .meta({ id: 'FileRules' });
