import { inOrder } from '#functions/jobs/in-order.ts';
import type { JobContext, JobFile, JobKind } from '#functions/jobs/job-kind.ts';
import type { Services } from '#functions/services.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { csvHeadOf } from '#shared/insight/csv.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import { fileObject, partObject } from '#shared/insight/jobs/report.ts';

// The file of a job is written in parts, one a chunk, each under a name by which it is written over
// with the same. When all are there they become one object, read and written piece by piece.

/** The file of a kind, which is its report where it says no other. */
export const fileOf = (kind: JobKind, context: JobContext<unknown>): JobFile =>
  kind.file?.(context) ?? {
    name: `${context.job.kind}-report.csv`,
    contentType: 'text/csv; charset=utf-8',
    head: csvHeadOf(kind.columns),
  };

/** The names of the parts of a job, in their order. */
export const partsOf = ({ id, parts }: Job): string[] =>
  Array.from({ length: parts }, (_, part) => partObject(id, part));

async function* piecesOf({ files }: Services, job: Job, { head, tail }: JobFile): AsyncGenerator<Uint8Array> {
  if (head) yield Buffer.from(head);
  yield* inOrder(partsOf(job), (part) => files.read(part));
  if (tail) yield Buffer.from(tail);
}

export const joinParts = async (context: JobContext<unknown>, kind: JobKind): Promise<void> => {
  const { services, job } = context;
  const file = fileOf(kind, context);
  const { contentType, head = '', tail = '' } = file;
  const joined = (await kind.join?.(context)) ?? {
    content: piecesOf(services, job, file),
    size: Buffer.byteLength(head) + job.bytes + Buffer.byteLength(tail),
  };
  await services.files.writeStream(fileObject(job.id), { ...joined, contentType });
};

/** Some of them may be gone already. */
export const removeParts = async ({ services, job }: JobContext<unknown>): Promise<void> => {
  await sideBySide(partsOf(job), (part) => services.files.remove(part));
};
