// What the inbox and the log of events keep of somebody who was erased, or of a record that was
// anonymised or deleted, goes with them: on AWS neither is kept anywhere.

import type { EventBus, EventEnvelope } from '#local/event-bus/event-bus.ts';
import type { MailService } from '#local/mail/mail.ts';

/** Events that say that somebody or something is to be forgotten. */
const forgetting: ReadonlySet<string> = new Set([
  'Case Anonymised',
  'Case Deleted',
  'Alert Anonymised',
  'Alert Deleted',
  'Contact Erased',
]);

type Said = { subject?: { kind?: string; id?: string; reference?: string }; record?: Record<string, unknown> };

/** By what texts a person may stand in mails and events that are about others. */
const textsOf = ({ detail }: EventEnvelope): string[] => {
  const { subject, record = {} } = detail as Said;
  const texts = subject?.kind === 'contact' ? [record.name, record.email, record.phone] : [subject?.reference];
  return texts.filter((text): text is string => typeof text === 'string' && text.length > 1);
};

export const forgetErased = (bus: EventBus, mail: Pick<MailService, 'forget'>): void =>
  bus.onCarried((envelope) => {
    const type = envelope['detail-type'];
    const { subject } = envelope.detail as Said;
    if (envelope.source !== 'caseward' || !forgetting.has(type) || subject?.id === undefined) return;
    const texts = [...new Set(bus.events({ about: subject.id }).flatMap(textsOf))];
    bus.forget({ about: subject.id, texts: subject.kind === 'contact' ? texts : [], but: [...forgetting] });
    mail.forget([subject.id, ...texts]);
  });
