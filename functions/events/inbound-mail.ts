// Puts an answered mail on each of its cases, once, in the transaction that writes it. What is on
// no case or cannot be read is listed for administrators, and stays where SES put it for a month.
import type { Consume } from '#functions/events/consumer.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { afterMerges } from '#shared/casework/cases/cases.ts';
import { Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { Secret } from '#shared/core/table/secret.ts';
import { mailItself, type PeopleOfCase, writerOf } from '#shared/mail/replies/accept-reply.ts';
import { type MailHead, readHead } from '#shared/mail/replies/mail-head.ts';
import { identityOf } from '#shared/mail/replies/mail-identity.ts';
import { isReaction } from '#shared/mail/replies/reaction.ts';
import { type ReceivedMail, readMail } from '#shared/mail/replies/read-reply.ts';
import { casesOf, type RepliedTo } from '#shared/mail/replies/reply-address.ts';
import { type ArrivedMail, type SetAsideReason, setAsideEvent, setAsideItem } from '#shared/mail/replies/set-aside.ts';

// What SES takes at the most. What is larger did not come by it.
const largestMail = 40 * 2 ** 20;

/** Reads what only depends on the mail itself; undefined where it cannot be read, now or ever. */
const readable = async <T>(reading: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await reading();
  } catch (error) {
    logger.info('a mail cannot be read', { error: (error as Error).name });
    return undefined;
  }
};

// A person whose mail could not be read gets a mail about it; a machine or an unconfirmed address
// does not.
const worthAnswer: ReadonlySet<SetAsideReason> = new Set(['too-large', 'unreadable']);

// Many mails are for no case: the first one that is for a case loads what reads HTML and writes
// to cases.
const incoming = () => import('#functions/mail/incoming.ts');

const peopleOf = async (services: Services, record: Case): Promise<PeopleOfCase | undefined> => {
  const { addressedBy } = await incoming();
  return (await addressedBy(services, record))?.people;
};

/** Lists a mail that is on no case, with an event on the case that it was for. */
const setAside = (
  services: Services,
  arrived: ArrivedMail,
  { reason, to }: { reason: SetAsideReason; to?: RepliedTo | undefined },
): Promise<void> =>
  againOnConflict(async () => {
    logger.info('a mail was set aside', { reason, object: arrived.object });
    const record = to && (await afterMerges(services.table, to.caseId));
    const item = setAsideItem(arrived, { reason, record, caseId: to?.caseId });
    if (await services.table.get(item)) return;
    const at = services.now();
    const people = record && worthAnswer.has(reason) ? await peopleOf(services, record) : undefined;
    const writer = people && arrived.head && writerOf(arrived.head, people);
    const by: Actor = writer?.by ?? mailItself;
    const events = record ? [{ put: setAsideEvent(record, reason, { newId: services.newId, at, by }) }] : [];
    await services.commit({ actor: by, at, cause: byHand }, [], [{ put: item, when: 'new' }, ...events]);
  });

/** Why a mail is for no case, whichever it is to. */
const reasonIn = ({ isAutomatic, isSuspicious }: MailHead, size: number): SetAsideReason | undefined => {
  if (isAutomatic) return 'automatic';
  if (isSuspicious) return 'suspicious';
  return size > largestMail ? 'too-large' : undefined;
};

/** Puts a mail on one of its cases; the reason where it is not put there. */
const file = async (
  services: Services,
  mail: ReceivedMail,
  { object, to }: { object: string; to: RepliedTo },
): Promise<SetAsideReason | undefined> => {
  const { putOnCase } = await incoming();
  try {
    return await againOnConflict(() => putOnCase(services, { mail, identity: identityOf(mail, object), to }));
  } catch (error) {
    // Thousands of elements in each other, or mails in mails, take more stack than there is; they
    // would the next time, too.
    if (error instanceof RangeError) return 'unreadable';
    // A case at its size limit refuses the mail each time. A write conflict passes, so it is thrown
    // and comes again.
    if (error instanceof Refusal && error.code !== 'write-conflict') return 'refused';
    throw error;
  }
};

export const takeMail = (services: Services): Consume => {
  const secret = new Secret(services.table, 'replies');
  return async ({ envelope }) => {
    const { object } = envelope.detail as { object: { key: string } };
    const raw = await services.files.read(object.key);
    const head = await readable(() => readHead(raw));
    const arrived: ArrivedMail = { object: object.key, at: envelope.time, size: raw.byteLength, head };
    if (!head) return setAside(services, arrived, { reason: 'unreadable' });
    const cases = casesOf(await secret.load(), head.to);
    if (cases.length === 0) return setAside(services, arrived, { reason: 'nothing-of-ours' });
    const reason = reasonIn(head, raw.byteLength);
    const mail = reason ? undefined : await readable(() => readMail(raw, head));
    // Only a part of it shows that it is no more than an emoji on a mail of ours.
    const found = mail && isReaction(mail.email) ? 'automatic' : undefined;
    const failures: unknown[] = [];
    for (const to of cases) {
      try {
        const aside =
          mail && !found ? await file(services, mail, { object: object.key, to }) : (found ?? reason ?? 'unreadable');
        if (aside) await setAside(services, arrived, { reason: aside, to });
      } catch (error) {
        // The other cases get it all the same; then it comes again, and finds it there.
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
};
