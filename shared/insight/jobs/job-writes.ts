import { momentWrite } from '#shared/core/clocks/moments.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { jobIndexKeys, jobInputKey, jobKey } from '#shared/core/table/insight-keys.ts';
import { eventBesideVersions, type Place } from '#shared/core/table/keys.ts';
import { jobQueued } from '#shared/insight/jobs/job.events.ts';
import type { Job } from '#shared/insight/jobs/job.ts';

export const placeOfJob = (id: string): Place => ({ kind: 'job', id });

export const jobIn = (item: Item): Job => item.job as Job;

/** The item of a job; refused where somebody else has changed the job since. */
export const jobWrite = (job: Job): Write => {
  const { id, createdAt, by, version, expiresAt } = job;
  const put = { ...jobKey(id), ...jobIndexKeys({ id, createdAt, by: by.id }), job, version, expiresAt };
  return { put, when: version === 1 ? 'new' : { holds: { version: version - 1 } } };
};

interface JobStart {
  at: number;
  eventId: string;
  actor: Actor;
}

/** A new job with what it is to do. It waits until something begins it. */
export const newJobWrites = (job: Job, input: unknown): Write[] => {
  const { id, expiresAt } = job;
  return [jobWrite(job), { put: { ...jobInputKey(id), input, expiresAt }, when: 'new' }];
};

/** A job begins, once for an event: it has its moment from now on, and the event has it started. */
export const startJobWrites = ({ id, expiresAt, by, kind }: Job, { at, eventId, actor }: JobStart): Write[] => {
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: jobQueued.type,
    occurredAt: iso(at),
    subject: { kind: 'person', id: by.id },
    actor,
    cause: byHand,
    changed: [],
    before: {},
    after: { jobId: id, kind },
  };
  const place = placeOfJob(id);
  return [
    momentWrite({ subject: place, at: iso(at), generation: 1 }, 'waiting'),
    { put: { ...eventBesideVersions(place, eventId), event, expiresAt }, when: 'new' },
  ];
};

/** A new job that begins at once: who asks by the API starts nothing itself. */
export const beginJobWrites = (job: Job, input: unknown, beginning: JobStart): Write[] => [
  ...newJobWrites(job, input),
  ...startJobWrites(job, beginning),
];
