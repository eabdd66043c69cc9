import type { HeldEffect } from '#shared/automation/workflows/step-enrolment.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { dateIn, nextDateIn, quietUntil } from '#shared/core/calendars/time-of-day.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { type Key, rateKey } from '#shared/core/table/keys.ts';

// What the mail of a workflow minds: when somebody is not to be disturbed, how many mails they get
// in a day, and what they want none of. Days and hours are those of the contact.

type Respect = NonNullable<Workflow['respect']>;

interface MailTime {
  timeZone: string;
  /** Epoch milliseconds. */
  at: number;
}

/** Where the mails of workflows to a contact are counted, by the date that it is there. */
export const mailsOfDay = (contactId: string, { timeZone, at }: MailTime): Key =>
  rateKey(`workflow-mails/${contactId}`, dateIn(timeZone, at));

/** Until when a mail has to wait, if it has to; `sent` today so far. */
export const heldBy = (
  { quietHours, perContactPerDay }: Respect,
  sent: number,
  { timeZone, at }: MailTime,
): HeldEffect | undefined => {
  const quiet = quietUntil({ timeZone, quietHours }, at);
  if (perContactPerDay !== undefined && sent >= perContactPerDay) {
    const tomorrow = nextDateIn(timeZone, at);
    return { heldUntil: quietUntil({ timeZone, quietHours }, tomorrow) ?? tomorrow, why: 'mails-per-day' };
  }
  return quiet === undefined ? undefined : { heldUntil: quiet, why: 'quiet-hours' };
};

// A date is over everywhere two days after it began anywhere.
const keptFor = 3 * 24 * 60 * 60;

/** One more mail in the day of a contact. Refused where another one was counted since. */
export const countMail = (contactId: string, sent: number, time: MailTime): Write => ({
  put: {
    ...mailsOfDay(contactId, time),
    count: sent + 1,
    at: iso(time.at),
    expiresAt: Math.ceil(epoch(iso(time.at)) / 1000) + keptFor,
  },
  when: sent === 0 ? 'new' : { holds: { count: sent } },
});
