import { createHash } from 'node:crypto';
import { momentWrite, type SubjectTimer } from '#shared/core/clocks/moments.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { eventKey, momentKey, type Place } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { HeardEvent } from '#shared/mail/notifications/mail-due.events.ts';

// A batch is all mail to one person at one instant: kept through quiet hours, or in a digest. An
// event says once that its moment came, and the mail consumer opens it: docs/decisions/0020.

// As long as the mails in it: by then nothing can ask for it any more.
const keptFor = 30 * 24 * 60 * 60;

/**
 * The batch of a person and an instant (epoch milliseconds). Ids of people are not all fit for
 * names of executions, so a hash stands for them.
 */
export const batchOf = (person: string, at: number): Place => ({
  kind: 'batch',
  id: `${iso(at).replace(/\D/g, '').slice(0, 12)}-${createHash('sha256').update(person).digest('base64url').slice(0, 22)}`,
});

/**
 * Makes sure that the moment of a batch is waited for, before anything is put into it, so that no
 * crash leaves something that nobody opens; an empty batch sends nothing.
 */
export const awaitBatch = async (
  table: Pick<Table, 'put'>,
  { person, at }: { person: string; at: number },
  arm: (moment: SubjectTimer) => Promise<void>,
): Promise<Place> => {
  const subject = batchOf(person, at);
  const moment = { subject, at: iso(at), generation: 0 };
  // Where it is there, its creator started its wake-up, or the sweep will.
  if (await putNew(table, { ...momentWrite(moment, 'waiting').put, person })) await arm(moment);
  return subject;
};

/**
 * What opening a batch writes, from the item of its moment: the event, once, and the moment goes.
 * Undefined where its time has not come (`at` in epoch milliseconds).
 */
export const openBatch = (moment: Item, { eventId, at }: { eventId: string; at: number }): Write[] | undefined => {
  if (epoch(String(moment.at)) > at) return undefined;
  const batch = moment.subject as Place;
  const event: Extract<HeardEvent, { type: 'Mail Due' }> = {
    eventId,
    schemaVersion: 1,
    type: 'Mail Due',
    occurredAt: iso(at),
    subject: { kind: 'person', id: String(moment.person) },
    actor: { kind: 'clock', id: 'wake-up' },
    cause: { depth: 0 },
    changed: [],
    before: {},
    after: { batch: batch.id },
  };
  return [
    { delete: momentKey(batch) },
    { put: { ...eventKey(batch, 1, 0), event, expiresAt: Math.ceil(at / 1000) + keptFor }, when: 'new' },
  ];
};
