import type { JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { personsThingGoes } from '#functions/retention/erase-row.ts';
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

export const erasure: JobKind<EraseInput, OfPerson & JobRow> = {
  rowsAChunk: 50,
  columns: ['kind', 'id', 'status', 'code'],
  next: async ({ services, input }, place, limit) => {
    const { rows, next } = await nextOfPerson(services, input.contactId, { place, limit });
    return { rows: rows.map((row) => ({ ...row, key: `${row.kind}-${row.id}` })), next };
  },
  doRow: ({ services, job, input }, row) =>
    personsThingGoes(services, row, { ...input, by: actorOf(job.by), at: services.now() }),
  lineOf: ({ kind, id }, { code }) => ({ kind, id, status: 'refused', code }),
};
