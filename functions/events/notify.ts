// Tells people by mail what happened. Each mail is an item of the outbox, named by event, notification and recipient and claimed before SES is asked, so an
// event that comes again, or by two messages at once, finds its mails sent or under way. A mail that fails is tried again with its message; the others of
// the event are not held up by it. What a crash between SES and the mark can do stands in shared/notifications/outbox.ts.
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { consumer } from '#functions/events/consumer.ts';
import { logger } from '#functions/logger.ts';
import { buildServices } from '#functions/services.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/alerts/alerts.ts';
import type { Case } from '#shared/cases/case.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import { busDetail } from '#shared/events/detail.ts';
import type { DomainEvent, EventType } from '#shared/events/event.ts';
import { deliver } from '#shared/notifications/deliver.ts';
import { directoryOf } from '#shared/notifications/directory.ts';
import { mailEnvironment } from '#shared/notifications/environment.ts';
import { mailerBySes } from '#shared/notifications/mailer.ts';
import { type Mailing, mailingsOf } from '#shared/notifications/notifications.ts';
import { Outbox } from '#shared/notifications/outbox.ts';
import type { Audience, Situation } from '#shared/notifications/recipients.ts';
import { type Rendered, renderTemplate } from '#shared/notifications/render.ts';
import { timeZoneFor, valuesOf } from '#shared/notifications/values-of.ts';
import { readRecord } from '#shared/records/read.ts';
import type { RecordKind } from '#shared/table/keys.ts';

const services = buildServices(process.env);
const { table, definitions } = services;
const environment = mailEnvironment.parse(process.env);
const outbox = new Outbox(table, services.now);
const send = mailerBySes(new SESv2Client({}), environment);

const contactNamedBy = async (record: Case | Alert): Promise<Contact | undefined> => {
  const named =
    'onBehalfOf' in record && record.onBehalfOf && 'contactId' in record.onBehalfOf
      ? record.onBehalfOf.contactId
      : undefined;
  const id = record.contactId ?? named;
  return id === undefined ? undefined : readRecord<Contact>(table, 'contact', id);
};

/** The record as the event carries it; one that was too large to travel is read, as it is by now. */
const recordOf = async <R extends Case | Alert>(kind: RecordKind, event: DomainEvent): Promise<R | undefined> =>
  (event.record as R | undefined) ?? (await readRecord<R>(table, kind, event.subject.id));

/** Who hears of a record is asked of its type as it is now, as every access to it is: who may not open it any more is not mailed about it. */
const withGroupsOf = <D extends { type: { groups: object } }>(
  current: { value: { groups: object } } | undefined,
  definition: D,
): D => (current ? { ...definition, type: { ...definition.type, groups: current.value.groups } } : definition);

const situationOf = async (event: DomainEvent): Promise<Situation | undefined> => {
  const directory = directoryOf(await definitions.all('groups'));
  if (event.subject.kind === 'case') {
    const record = await recordOf<Case>('case', event);
    if (!record) return undefined;
    return {
      kind: 'case',
      event,
      directory,
      record,
      definition: withGroupsOf(
        await definitions.one('case-types', record.type),
        await definitionOf(definitions, record),
      ),
      contact: await contactNamedBy(record),
    };
  }
  if (event.subject.kind !== 'alert') return undefined;
  const record = await recordOf<Alert>('alert', event);
  if (!record) return undefined;
  return {
    kind: 'alert',
    event,
    directory,
    record,
    definition: withGroupsOf(
      await definitions.one('alert-types', record.type),
      await alertDefinitionOf(definitions, record),
    ),
    contact: await contactNamedBy(record),
  };
};

const write = async (situation: Situation, mailing: Mailing, audience: Audience): Promise<Rendered> => {
  const template =
    (await definitions.one('templates', mailing.template)) ??
    (await definitions.one('templates', mailing.notification));
  if (!template) throw new Error(`there is no template ${mailing.template}`);
  const priorities = await definitions.all('priorities');
  const letterhead = {
    portalUrl: environment.PORTAL_URL,
    staffUrl: environment.STAFF_URL,
    priorityName: (key: string) => priorities.get(key)?.value.name,
  };
  return renderTemplate(template.value, valuesOf(situation, audience, letterhead), {
    timeZone: timeZoneFor(situation, audience),
  });
};

export const handler = consumer(services, async ({ envelope, messageId }) => {
  const event: DomainEvent = { ...busDetail(envelope.detail), type: envelope['detail-type'] as EventType };
  const situation = await situationOf(event);
  if (!situation) return;
  const settings = await definitions.one('notification-settings', 'global');
  const mailings = mailingsOf(situation, { groupMail: settings?.value.groupMail ?? true });
  const { kind, id } = event.subject;
  await deliver(
    {
      outbox,
      send,
      write: (mailing, audience) => write(situation, mailing, audience),
      report: (incident) => logger.warn('a mail did not go its way', { ...incident }),
    },
    { about: { kind, id }, eventId: event.eventId, messageId, mailings },
  );
});
