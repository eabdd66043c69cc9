import type { HandlerResult } from '#functions/api/route-handler.ts';
import type { BundleEntry } from '#functions/exports/bundle.ts';
import { smallBundle } from '#functions/exports/small-bundle.ts';
import { beginJob } from '#functions/jobs/begin-job.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';

interface HandOutRequest {
  /** The job that makes what no answer takes, and what it is of. */
  kind: 'case-export' | 'contact-export';
  id: string;
  name: string;
  caller: Person;
  now: number;
}

/** A zip as an answer where one takes it, else the job that makes it. */
export const handedOut = async (
  services: Services,
  bundle: AsyncIterable<BundleEntry>,
  { kind, id, name, caller, now }: HandOutRequest,
): Promise<HandlerResult<never>> => {
  const file = await smallBundle(services, bundle, { name, now });
  if (file) {
    const headers = { 'content-disposition': `attachment; filename="${name}"` };
    return { body: file as never, headers };
  }
  const { job, writes } = beginJob(services, { kind, input: { id, name }, by: caller, at: now });
  return { status: 202, writes, body: { jobId: job.id } as never };
};
