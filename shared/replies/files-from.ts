import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { newFileSchema } from '#shared/files/file.schema.ts';
import { awaitedFile, type CaseFile } from '#shared/files/file.ts';
import { safeFileName } from '#shared/files/file-name.ts';
import type { NewId } from '#shared/records/ids.ts';
import type { Writer } from '#shared/replies/accept-reply.ts';
import type { Reply } from '#shared/replies/read-reply.ts';

const { contentType: typeSchema } = newFileSchema.shape;

/** The files that come with a mail, announced to its case in the name of whoever wrote it; staff's stay among staff, as their words do. They are looked at as any other. */
export const filesFrom = (
  { attachments }: Pick<Reply, 'attachments'>,
  { record, writer, newId, at }: { record: Case; writer: Writer; newId: NewId; at: number },
  definition: CaseDefinition,
): CaseFile[] =>
  attachments.map(({ name, contentType, content }, index) => {
    const input = {
      name: safeFileName(name) ?? `attachment-${index + 1}`,
      contentType: typeSchema.safeParse(contentType).data ?? 'application/octet-stream',
      size: content.byteLength,
      private: !writer.public,
    };
    return { ...awaitedFile({ id: newId(at), input, by: writer.by, at }, record, definition), via: 'mail' as const };
  });
