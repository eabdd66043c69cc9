// Takes down bounces, complaints and rejections: with the mail, its record and the address, which
// is not mailed again; in one transaction, so that what comes twice counts once.

import type { Consume } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { hiddenAddress, readHiddenRequester } from '#shared/casework/cases/people/hidden-requester.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { MailPlace } from '#shared/core/table/keys.ts';
import { type Feedback, feedbackOf } from '#shared/mail/notifications/feedback.ts';
import { Outbox } from '#shared/mail/notifications/outbox.ts';

/** Where on its history a record is by now. */
const versionOf = async ({ table }: Services, { kind, id }: MailPlace): Promise<number | undefined> =>
  kind === 'batch' || kind === 'configuration' ? undefined : (await readRecord<RecordBase>(table, kind, id))?.version;

/** Whom staff are not to know of a case, and whether an address is theirs by now. */
const hiddenAt = async ({ table }: Services, { about, address }: Feedback) => {
  const hidden = about.kind === 'case' ? await readHiddenRequester(table, about.id) : undefined;
  return hidden && { as: hiddenAddress, isTheirs: isSameAddress(hidden.email, address) };
};

export const takeFeedback = (services: Services): Consume => {
  const outbox = new Outbox(services.table, services.now, services.newId);
  return async ({ envelope }) => {
    for (const feedback of feedbackOf(envelope.detail)) {
      const [version, hidden] = [await versionOf(services, feedback.about), await hiddenAt(services, feedback)];
      await outbox.failed(feedback, { version, hidden });
    }
  };
};
