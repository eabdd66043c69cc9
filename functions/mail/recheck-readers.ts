import { alertStanding, caseStanding } from '#functions/mail/context.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Place } from '#shared/core/table/keys.ts';
import type { Standing } from '#shared/mail/notifications/context.ts';
import type { Draft, MailDelivery } from '#shared/mail/notifications/deliver.ts';
import { mayReceive } from '#shared/mail/notifications/may-receive.ts';
import { choiceOf } from '#shared/mail/notifications/requested.ts';

// Between an event and its mail a reader may be kept out, so the newest record is read before
// anything is sent: docs/decisions/0039.

/** How a record stands at this moment; undefined where it has gone. */
const standingOf = async (services: Services, kind: 'case' | 'alert', id: string): Promise<Standing | undefined> => {
  const record = await readRecord<Case | Alert>(services.table, kind, id);
  if (!record) return undefined;
  return kind === 'case' ? caseStanding(services, record as Case) : alertStanding(services, record as Alert);
};

/**
 * The drafts of an delivery. Those whose readers may not know of its record any more are not sent,
 * and their mails say so.
 */
export const recheckReaders = async (
  services: Services,
  { about: { kind, id }, drafts }: { about: Place; drafts: MailDelivery['drafts'] },
): Promise<Draft[]> => {
  // A contact always gets mail about itself; a batch asked about each of its records when it was
  // opened.
  if (drafts.length === 0 || (kind !== 'case' && kind !== 'alert')) return drafts;
  const standing = await standingOf(services, kind, id);
  const mayKnow = ({ recipient, notification }: Draft) =>
    standing !== undefined && mayReceive(standing, recipient, choiceOf(standing, notification));
  return drafts.map((draft) => (mayKnow(draft) ? draft : { ...draft, course: { how: 'suppressed' } }));
};
