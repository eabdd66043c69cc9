import type { JobKind } from '#functions/jobs/job-kind.ts';
import { undoing } from '#functions/jobs/undo.ts';
import type { Job } from '#shared/insight/jobs/job.ts';

/** Every kind of job; loaded when there is one of it to do. */
const jobKinds = {
  'case-export': async () => (await import('#functions/exports/bundle-job.ts')).caseExport as JobKind,
  'contact-export': async () => (await import('#functions/exports/bundle-job.ts')).contactExport as JobKind,
  bulk: async () => (await import('#functions/jobs/bulk/bulk-kind.ts')).bulkKind as JobKind,
  retention: async () => (await import('#functions/retention/retention-job.ts')).retention as JobKind,
  erasure: async () => (await import('#functions/retention/erase-job.ts')).erasure as JobKind,
  'search-export': async () => (await import('#functions/jobs/search-export.ts')).searchExport as JobKind,
  import: async () => (await import('#functions/imports/import-job.ts')).importKind as JobKind,
} as const satisfies Record<string, () => Promise<JobKind>>;

const kinds: ReadonlyMap<string, () => Promise<JobKind>> = new Map(Object.entries(jobKinds));

/** How a job is done, or undone. */
export const kindOfJob = async ({ kind: name, undoes }: Job): Promise<JobKind> => {
  const kind = await kinds.get(name)?.();
  if (!kind) throw new Error(`there is no kind of job ${name}`);
  return undoes === undefined ? kind : undoing(kind);
};
