import type { JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { alertGoes, caseGoes } from '#functions/retention/erase-row.ts';
import { everyDay } from '#functions/retention/nightly.ts';
import { type DueRecord, nextPastRetention } from '#functions/retention/past-retention.ts';
import { actorOf } from '#shared/access/person.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Job } from '#shared/insight/jobs/job.ts';
import type { RetentionPolicy } from '#shared/insight/retention/retention-policy.schema.ts';

/** Carries a policy out, as it stood when it was begun. */
interface RetentionInput {
  policy: RetentionPolicy;
  /** Records closed at or before this instant. */
  closedUntil: string;
}

/** Nobody asks for what is done every day. */
const actorIn = ({ by }: Job): Actor => (by.id === everyDay.id ? { kind: 'clock', id: everyDay.id } : actorOf(by));

export const retention: JobKind<RetentionInput, DueRecord & JobRow> = {
  rowsAChunk: 100,
  columns: ['kind', 'id', 'status', 'code'],
  next: async ({ services, input }, place, limit) => {
    const { rows, next } = await nextPastRetention(services, input, { place, limit });
    return { rows: rows.map((row) => ({ ...row, key: row.id })), next };
  },
  doRow: async ({ services, job, input }, { kind, id }) => {
    const { mode, keep } = input.policy;
    const how = { mode, keep, by: actorIn(job), at: services.now() };
    const done = await (kind === 'case' ? caseGoes(services, id, how) : alertGoes(services, id, how));
    return { ...done, intent: { actor: how.by, at: how.at, cause: byHand } };
  },
  lineOf: ({ kind, id }, { code }) => ({ kind, id, status: 'refused', code }),
};
