// A zip that no answer takes, by a job: the texts of some cases become a part of the file, and the
// files of the bucket come straight from there. What the zip is made of is kept chunk by chunk.
import { type BundleEntry, isObject } from '#functions/exports/bundle.ts';
import { caseBundle, caseToHandOut, type HandingOut } from '#functions/exports/case-bundle.ts';
import { contactBundle, linkedToContact, linksOfContact } from '#functions/exports/contact-bundle.ts';
import { type Pieces, sizeOfStoredZip, storedZip } from '#functions/exports/zip.ts';
import { isGoneObject } from '#functions/failures.ts';
import { inOrder } from '#functions/jobs/in-order.ts';
import type { Chunk, JobContext, JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { notesOf } from '#functions/jobs/job-notes.ts';
import type { Services } from '#functions/services.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { jobNoteKey } from '#shared/core/table/insight-keys.ts';
import { pageOfRanges, pagesOfRanges, type WholeRange } from '#shared/core/table/one-by-one.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import { partObject } from '#shared/insight/jobs/report.ts';

/** Whom or what is handed out, and what the file is called. */
interface BundleInput {
  id: string;
  name: string;
}

/** An entry of the zip: an object of the bucket, or from where on it lies in a part; or empty. */
interface ZipEntry {
  name: string;
  place?: string;
  from?: number;
  size: number;
}

/** What a chunk adds: one part with all texts, and where each entry lies. */
class ChunkOfZip {
  readonly #job: Job;
  readonly #texts: Buffer[] = [];
  readonly #entries: ZipEntry[] = [];
  #size = 0;

  constructor(job: Job) {
    this.#job = job;
  }

  async take(entries: AsyncIterable<BundleEntry>): Promise<void> {
    for await (const entry of entries) {
      const { name } = entry;
      if (isObject(entry)) this.#entries.push({ name, place: entry.place, size: entry.size });
      else {
        const place = partObject(this.#job.id, this.#job.parts);
        const from = this.#size;
        for await (const piece of entry.pieces) {
          const text = Buffer.from(piece);
          this.#texts.push(text);
          this.#size += text.byteLength;
        }
        this.#entries.push({ name, place, from, size: this.#size - from });
      }
    }
  }

  kept(): Pick<Chunk<JobRow>, 'content' | 'writes'> {
    const { id, chunk, expiresAt } = this.#job;
    const put = { ...jobNoteKey(id, chunk), entries: this.#entries, expiresAt };
    return { content: Buffer.concat(this.#texts), writes: [{ put }] };
  }
}

const handingOut = ({ services, job }: JobContext<BundleInput>): HandingOut => ({
  services,
  caller: job.by,
  now: epoch(job.createdAt),
});

// What is larger is not read before its turn, but piece by piece.
const mostAtOnce = 1024 * 1024;
// What a run of thirty seconds gets from the bucket and back into it, with some to spare.
const mostInZip = 256 * 1024 * 1024;
// As many as a zip has without the extension that few programs write.
const mostEntries = 65_000;

/**
 * Gives each entry its content; they have to be asked for in their order.
 * @throws `not-found` where it was deleted since the chunk that found it
 */
const contentsOf = ({ files }: Services, entries: readonly ZipEntry[]) => {
  const isPart = ({ from }: ZipEntry) => from !== undefined;
  const isSmall = (entry: ZipEntry) => !isPart(entry) && entry.size <= mostAtOnce;
  const placesOf = (some: readonly ZipEntry[]) => some.map(({ place = '' }) => place);
  const parts = inOrder(new Set(placesOf(entries.filter((one) => isPart(one) && one.size > 0))), files.read);
  const small = inOrder(placesOf(entries.filter((one) => isSmall(one) && one.size > 0)), files.read);
  let part: { place: string; content: Uint8Array } | undefined;
  return async (entry: ZipEntry): Promise<Pieces> => {
    const { name, place = '', from, size } = entry;
    if (size === 0) return [];
    try {
      if (from !== undefined) {
        if (part?.place !== place) part = { place, content: (await parts.next()).value };
        return [part.content.subarray(from, from + size)];
      }
      return isSmall(entry) ? [(await small.next()).value] : await files.stream(place);
    } catch (error) {
      if (isGoneObject(error)) throw new Refusal('not-found', `${name} was deleted meanwhile`);
      throw error;
    }
  };
};

/**
 * All entries as one zip, from the bucket into the bucket.
 * @throws `too-large` where one run does not get through
 */
const zipOf = async ({ services, job }: JobContext<BundleInput>) => {
  const notes = await notesOf({ services, job });
  const entries = notes.flatMap((note) => note.entries as ZipEntry[]);
  if (entries.length > mostEntries || entries.reduce((sum, { size }) => sum + size, 0) > mostInZip)
    throw new Refusal('too-large', 'The files are too many, or more than 256 MB together: export the cases one by one');
  const at = epoch(job.createdAt);
  return { content: storedZip(entries, at, contentsOf(services, entries)), size: await sizeOfStoredZip(entries, at) };
};

const zipped = {
  rowsAChunk: 10,
  columns: [],
  file: ({ input }: JobContext<BundleInput>) => ({ name: input.name, contentType: 'application/zip' }),
  join: zipOf,
};

export const caseExport: JobKind<BundleInput> = {
  ...zipped,
  next: async (context) => {
    const found = await caseToHandOut(handingOut(context), context.input.id, 'export');
    if (!found) throw new Refusal('not-found');
    const chunk = new ChunkOfZip(context.job);
    await chunk.take(caseBundle(handingOut(context), found));
    return { ...chunk.kept(), done: 1, total: 1 };
  },
};

const countIn = async (table: Table, ranges: readonly WholeRange[]): Promise<number> => {
  let count = 0;
  for await (const items of pagesOfRanges(table, ranges, 1000)) count += items.length;
  return count;
};

export const contactExport: JobKind<BundleInput> = {
  ...zipped,
  next: async (context, place, limit) => {
    const { services, job, input } = context;
    const contact = await readRecord<Contact>(services.table, 'contact', input.id);
    if (!contact || !job.by.isAdmin) throw new Refusal('not-found');
    const isFirst = place === undefined;
    const ranges = linksOfContact(contact.id);
    const page = await pageOfRanges(services.table, ranges, { place, limit });
    const chunk = new ChunkOfZip(job);
    if (isFirst) await chunk.take(contactBundle(handingOut(context), contact));
    await chunk.take(linkedToContact(handingOut(context), contact, page));
    return {
      ...chunk.kept(),
      done: page.items.length + (isFirst ? 1 : 0),
      ...(isFirst && { total: 1 + (await countIn(services.table, ranges)) }),
      next: page.next,
    };
  },
};
