import * as z from 'zod';
import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

/** The file, and the keys of its content in the bucket. */
const file = async () => ({
  file: (await import('#shared/casework/files/file.schema.ts')).fileAnswerSchema,
  objects: z.array(z.string()),
});

const isPublic = (after: { file?: { private: boolean } | undefined }): boolean => after.file?.private === false;

const fileName = ({ after }: { after: { file?: { name: string } | undefined } }) => after.file?.name;

export const fileEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'File Added',
    after: file,
    publicity: 'as-it-says',
    isPublic,
    line: (event) => `A file was added: ${fileName(event)}`,
    named: (event) => fileName(event),
    triggers: { 'file-added': true },
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'File Updated',
    after: file,
    publicity: 'staff',
    line: ({ after }) => `A file was renamed, or shown to others: ${after.file?.name}`,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'File Removed',
    /** Of files whose case was deleted for good, only the keys. */
    after: async () => {
      const whole = await file();
      return { ...whole, file: whole.file.optional() };
    },
    publicity: 'as-it-says',
    isPublic,
    line: (event) => `A file was removed: ${fileName(event)}`,
    named: (event) => fileName(event),
    // The content of a file goes after the file.
    consumers: ['files'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'File Rejected',
    after: file,
    publicity: 'as-it-says',
    isPublic,
    line: (event) => `A file was not taken: ${fileName(event)}`,
    named: (event) => fileName(event),
    consumers: ['files'],
  }),
] as const;
