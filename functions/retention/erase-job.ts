import type { JobContext, JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { personsThingGoes } from '#functions/retention/erase-row.ts';
import { type Whom, whomOf } from '#functions/retention/mentions.ts';
import { nextOfPerson, type OfPerson } from '#functions/retention/of-person.ts';
import { actorOf } from '#shared/access/person.ts';
import type { RetentionMode } from '#shared/insight/retention/retention-policy.schema.ts';

/**
 * Erases one person: their cases, alerts and workflows, themselves out of cases of others, and at
 * last the contact. What it is asked says no word of them, since jobs are kept.
 */
interface EraseInput {
  mode: RetentionMode;
  contactId: string;
}

// Some ten MB, which take seconds.
const looks = 500;

// Once a chunk: what somebody is called is read with their whole history.
const whoms = new WeakMap<JobContext<EraseInput>, Whom>();
const whomIn = (context: JobContext<EraseInput>): Whom => {
  const whom = whoms.get(context) ?? whomOf(context.services, context.input.contactId);
  whoms.set(context, whom);
  return whom;
};

export const erasure: JobKind<EraseInput, OfPerson & JobRow> = {
  rowsAChunk: 50,
  columns: ['kind', 'id', 'status', 'code'],
  next: async (context, place, limit) => {
    const since = context.job.createdAt;
    const { rows, next } = await nextOfPerson(context.services, whomIn(context), { place, limit, looks, since });
    return { rows: rows.map((row) => ({ ...row, key: `${row.kind}-${row.id}` })), next };
  },
  doRow: (context, row) => {
    const { services, job, input } = context;
    const how = { mode: input.mode, by: actorOf(job.by), at: services.now() };
    return personsThingGoes(services, row, { ...how, whom: whomIn(context) });
  },
  lineOf: ({ kind, id }, { code }) => ({ kind, id, status: 'refused', code }),
};
