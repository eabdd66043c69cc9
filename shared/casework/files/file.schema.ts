import * as z from 'zod';
import { fileName } from '#shared/casework/files/file-name.ts';
import { instant, recordBase, ulidSchema } from '#shared/core/records/primitives.ts';

const contentType = z
  .string()
  .max(127)
  .toLowerCase()
  .regex(/^[a-z]+\/[a-z0-9][a-z0-9.+-]*$/, 'a content type is written as image/png');

export const newFileSchema = z
  .strictObject({
    name: fileName,
    /** In bytes; exactly so much can be uploaded. */
    size: z.int().min(1),
    contentType,
    private: z.boolean().default(false),
  })
  .meta({ id: 'NewFile' });

export const fileChangesSchema = z
  .strictObject({ name: fileName.optional(), private: z.boolean().optional() })
  .meta({ id: 'FileChanges' });

const fileStates = ['pending', 'stored', 'rejected'] as const;
/** `none`: the type asks for none. */
const scanStates = ['none', 'waiting', 'clean', 'infected'] as const;
/** Why a file was not taken. */
export const rejections = [
  'wrong-size',
  'wrong-type',
  'type-not-allowed',
  'too-large',
  'too-many-files',
  'infected',
] as const;

/** A file of a case as it is kept; its content lies in the bucket. */
export const fileSchema = z.strictObject({
  ...recordBase.shape,
  name: z.string(),
  contentType: z.string(),
  /** In bytes. */
  size: z.int().min(0),
  /** A private one never reaches a requester. */
  private: z.boolean(),
  state: z.enum(fileStates),
  reason: z.enum(rejections).optional(),
  scan: z.enum(scanStates),
  /** How it came, where it was not uploaded. */
  via: z.literal('mail').optional(),
  /** The case whose id its object is named by. */
  announcedFor: ulidSchema,
  /** Its content is what it says; what it waits for is the scanner. */
  checkedAt: instant.optional(),
});

/** A file as staff see it. */
export const fileAnswerSchema = fileSchema.omit({ announcedFor: true, checkedAt: true }).meta({ id: 'File' });

/**
 * What a requester learns of a file: never of a private one, and not whose hands it went through.
 */
export const fileForRequesterSchema = fileAnswerSchema
  .pick({
    id: true,
    version: true,
    createdAt: true,
    name: true,
    contentType: true,
    size: true,
    state: true,
    reason: true,
    scan: true,
  })
  .extend({ byRequester: z.boolean() })
  .meta({ id: 'FileForRequester' });

/** Where a file is to be put, with the headers that have to go with it; until then. */
const upload = z.strictObject({
  method: z.literal('PUT'),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  expiresAt: instant,
});
const download = z.strictObject({ url: z.string(), expiresAt: instant });

export const announcedFileSchema = fileAnswerSchema.extend({ upload }).meta({ id: 'AnnouncedFile' });
/**
 * One file: with `download` once it may be fetched, and with `upload` for its uploader until it is
 * there.
 */
export const oneFileSchema = fileAnswerSchema
  .extend({ upload: upload.optional(), download: download.optional() })
  .meta({ id: 'OneFile' });
export const announcedFileForRequesterSchema = fileForRequesterSchema
  .extend({ upload })
  .meta({ id: 'AnnouncedFileForRequester' });
export const oneFileForRequesterSchema = fileForRequesterSchema
  .extend({ upload: upload.optional(), download: download.optional() })
  .meta({ id: 'OneFileForRequester' });
