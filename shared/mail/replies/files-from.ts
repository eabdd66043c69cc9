import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { awaitedFile } from '#shared/casework/files/change-file.ts';
import { lookAt } from '#shared/casework/files/content.ts';
import { newFileSchema, type rejections } from '#shared/casework/files/file.schema.ts';
import { type CaseFile, limitsOf, roomFor } from '#shared/casework/files/file.ts';
import { safeFileName } from '#shared/casework/files/file-name.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { mailItself, type Writer } from '#shared/mail/replies/accept-reply.ts';
import type { Attachment } from '#shared/mail/replies/read-reply.ts';

const { contentType: typeSchema } = newFileSchema.shape;

// They are announced in the transaction that writes the note, which takes a hundred writes. The
// others are in the whole mail, which is kept.
const mostAttachments = 39;

/**
 * A file of a mail, with its place among what came with it, by which its content is found again.
 */
interface MailedFile {
  file: CaseFile;
  index: number;
}
/** A file of a mail that is not taken, with the reason that is given for one that is uploaded. */
export interface RefusedFile {
  name: string;
  reason: (typeof rejections)[number];
}

interface Filing {
  record: Case;
  newId: NewId;
  /** Epoch milliseconds. */
  at: number;
}

const announced = (
  input: { name: string; contentType: string; size: number; private: boolean },
  { record, newId, at, by }: Filing & { by: Actor },
  definition: CaseDefinition,
): CaseFile => ({ ...awaitedFile({ id: newId(at), input, by, at }, record, definition), via: 'mail' });

/** The whole mail as a private file of its case. */
export const fileOfMail = (content: Uint8Array, filing: Filing, definition: CaseDefinition): CaseFile =>
  announced(
    { name: 'message.eml', contentType: 'message/rfc822', size: content.byteLength, private: true },
    { ...filing, by: mailItself },
    definition,
  );

/**
 * The files of a mail, announced in the name of its writer and public only as its note is. What the
 * type refuses, or an unconfirmed sender brings, is named with the reason.
 */
export const filesFrom = async (
  attachments: readonly Attachment[],
  { writer, ...filing }: Filing & { writer: Writer },
  definition: CaseDefinition,
): Promise<{ files: MailedFile[]; refused: RefusedFile[] }> => {
  const { by, isUnverified } = writer;
  if (isUnverified) return { files: [], refused: [] };
  const limits = limitsOf(by, definition.type);
  const room = Math.min(mostAttachments, roomFor(by, filing.record, definition.type));
  const files: MailedFile[] = [];
  const refused: RefusedFile[] = [];
  for (const [index, { name: given, contentType: declared, content }] of attachments.entries()) {
    const name = safeFileName(given) ?? `attachment-${index + 1}`;
    const contentType = typeSchema.safeParse(declared).data ?? 'application/octet-stream';
    const size = content.byteLength;
    if (files.length >= room) refused.push({ name, reason: 'too-many-files' });
    else {
      const found = await lookAt(content, { size, contentType, name, via: 'mail' }, limits);
      if ('reason' in found) refused.push({ name, reason: found.reason });
      else
        files.push({
          file: announced({ name, contentType, size, private: !writer.public }, { ...filing, by }, definition),
          index,
        });
    }
  }
  return { files, refused };
};
