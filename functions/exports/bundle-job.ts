// A zip that no answer takes, by a job: a chunk for a case, whose texts become parts of the file,
// and the files of the bucket straight from there. What the zip is made of is kept chunk by chunk.
import { Readable } from 'node:stream';
import { type BundleEntry, isObject } from '#functions/exports/bundle.ts';
import { caseBundle, caseToHandOut, type HandingOut } from '#functions/exports/case-bundle.ts';
import { caseOfContact, casesOfContact, contactBundle } from '#functions/exports/contact-bundle.ts';
import { isGoneObject } from '#functions/failures.ts';
import type { Chunk, JobContext, JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import type { Services } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { jobNoteKey, jobNotePrefix } from '#shared/core/table/insight-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import { placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import { partObject } from '#shared/insight/jobs/report.ts';

/** Whom or what is handed out, and what the file is called. */
interface BundleInput {
  id: string;
  name: string;
}

/** An entry of the zip: an object of the bucket, or nothing of one that is empty. */
interface ZipEntry {
  name: string;
  place?: string;
  size: number;
}

const textOf = async (pieces: AsyncIterable<string> | Iterable<string>): Promise<string> => {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all.join('');
};

/** What a bundle adds: the texts as parts of the job's file, and where each entry lies. */
const takeIn = async (
  job: Job,
  entries: AsyncIterable<BundleEntry>,
  more: { cases?: readonly string[] } = {},
): Promise<Pick<Chunk<JobRow>, 'content' | 'writes'>> => {
  const content: string[] = [];
  const kept: ZipEntry[] = [];
  for await (const entry of entries) {
    const { name } = entry;
    if (isObject(entry)) kept.push({ name, place: entry.place, size: entry.size });
    else {
      const text = await textOf(entry.pieces);
      const size = Buffer.byteLength(text);
      kept.push({ name, size, ...(size > 0 && { place: partObject(job.id, job.parts + content.length) }) });
      if (size > 0) content.push(text);
    }
  }
  const put = { ...jobNoteKey(job.id, job.chunk), entries: kept, ...more, expiresAt: job.expiresAt };
  return { content, writes: [{ put }] };
};

const handingOut = ({ services, job }: JobContext<BundleInput>): HandingOut => ({
  services,
  caller: job.by,
  now: epoch(job.createdAt),
});

/** @throws `not-found` where it was deleted since the chunk that found it */
const piecesOf = async ({ files }: Services, { name, place }: ZipEntry): Promise<Readable> => {
  try {
    return Readable.from(place === undefined ? [] : await files.stream(place));
  } catch (error) {
    if (isGoneObject(error)) throw new Refusal('not-found', `${name} was deleted meanwhile`);
    throw error;
  }
};

/**
 * All entries as one zip. Nothing in it is compressed, so its size is known before it is written,
 * and it streams from the bucket into the bucket however large it is.
 */
const zipOf = async ({ services, job }: JobContext<BundleInput>) => {
  const {
    default: { ZipFile },
  } = await import('yazl');
  const notes = await services.table.queryAll({
    pk: partitionOf(placeOfJob(job.id)),
    prefix: jobNotePrefix,
    consistent: true,
  });
  const zip = new ZipFile();
  const content = zip.outputStream as Readable;
  zip.on('error', (error: Error) => content.destroy(error));
  const mtime = new Date(job.createdAt);
  for (const entry of notes.flatMap(({ entries }) => entries as ZipEntry[]))
    zip.addReadStreamLazy(entry.name, { size: entry.size, compress: false, mtime }, (give) => {
      piecesOf(services, entry).then(
        (pieces) => give(undefined, pieces),
        (error: unknown) => give(error, Readable.from([])),
      );
    });
  const size = await new Promise<number>((resolve) => {
    // Its types leave out what it calls back with.
    const sized = (bytes?: number) => resolve(bytes ?? -1);
    zip.end({ forceZip64Format: false, comment: '' }, sized);
  });
  return { content, size };
};

const zipped = {
  rowsAChunk: 1,
  columns: [],
  file: ({ input }: JobContext<BundleInput>) => ({ name: input.name, contentType: 'application/zip' }),
  join: zipOf,
};

export const caseExport: JobKind<BundleInput> = {
  ...zipped,
  next: async (context) => {
    const found = await caseToHandOut(handingOut(context), context.input.id, 'export');
    if (!found) throw new Refusal('not-found');
    return { ...(await takeIn(context.job, caseBundle(handingOut(context), found))), done: 1, total: 1 };
  },
};

export const contactExport: JobKind<BundleInput> = {
  ...zipped,
  next: async (context, place) => {
    const { services, job, input } = context;
    const contact = await readRecord<Contact>(services.table, 'contact', input.id);
    if (!contact || !job.by.isAdmin) throw new Refusal('not-found');
    // Those that there were when it began.
    const cases =
      place === undefined
        ? await casesOfContact(handingOut(context), contact.id)
        : ((await services.table.get(jobNoteKey(job.id, 0)))?.cases as string[]);
    const counted = { done: 1, total: cases.length + 1 };
    const next = (index: number) => (index < cases.length ? { next: String(index) } : {});
    if (place === undefined) {
      const own = await takeIn(job, contactBundle(handingOut(context), contact), { cases });
      return { ...own, ...counted, ...next(0) };
    }
    const index = Number(place);
    const bundle = await takeIn(job, caseOfContact(handingOut(context), cases[index] ?? ''));
    return { ...bundle, ...counted, ...next(index + 1) };
  },
};
