// SES: keeps every mail that was accepted, with its virtual instant.

import { randomUUID } from 'node:crypto';
import { AwsError, type AwsService, operation } from '#local/aws-api/service.ts';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import type { ServiceContext } from '#local/core/context.ts';
import type { EventBus } from '#local/event-bus/event-bus.ts';
import { foldAddress } from '#local/mail/address.ts';
import { startMailFeedback } from '#local/mail/feedback.ts';
import { inboxPage, mailPage, type NumberedMail } from '#local/mail/inbox.ts';
import { type MailItem, mimeOf, readMime } from '#local/mail/mime.ts';
import { sendEmailSchema } from '#local/mail/request.ts';

/** Which mails are wanted: those that meet all that is said. */
export interface MailFilter {
  /** An address in to, cc or bcc. */
  to?: string | undefined;
  /** Ids or references of records, of which the subject or the text names one. */
  about?: readonly string[];
  /** The virtual instant from which on they were taken. */
  since?: number | undefined;
}

export interface MailService {
  /** For the SDK. */
  service: AwsService;
  /** The oldest first. */
  list(filter?: MailFilter): MailItem[];
  /** A page with the last of them for people, or with one of them. */
  page(id?: number): string;
  clear(): void;
  /** Throws away mails to, about or with any of these names and addresses. */
  forget(names: readonly string[]): void;
}

// As many as anybody scrolls through; the others are still in GET /_local/mail.
const shownInInbox = 200;

// SES sends a mail to at most so many people at once.
const mostRecipients = 50;

/** Runs SES with the identities and configuration sets of the deployment. */
export function startMail(
  { clock, store }: Pick<ServiceContext, 'clock' | 'store'>,
  deployment: DeployedResources,
  bus: Pick<EventBus, 'emit'>,
): MailService {
  const { database } = store;
  const tellFeedback = startMailFeedback(deployment, bus);
  const identities = deployment.ofType('AWS::SES::EmailIdentity').map(({ name }) => foldAddress(name));
  const configurationSets = new Set(deployment.ofType('AWS::SES::ConfigurationSet').map(({ name }) => name));
  database.exec(
    'create table if not exists ses_sent_mails (id integer primary key, at integer not null, recipients text not null, item text not null)',
  );
  const insert = database.prepare('insert into ses_sent_mails (at, recipients, item) values (?, ?, ?)');
  const select = database.prepare(
    `select item from ses_sent_mails where at >= :since
      and (:to is null or exists (select 1 from json_each(recipients) where value = :to)) order by id`,
  );
  const remove = database.prepare('delete from ses_sent_mails where instr(lower(recipients || item), ?) > 0');
  const selectLast = database.prepare('select id, item from ses_sent_mails order by id desc limit ?');
  const selectOne = database.prepare('select id, item from ses_sent_mails where id = ?');

  const SendEmail = operation(
    sendEmailSchema,
    async (request) => {
      const { ConfigurationSetName, FromEmailAddress, Destination, EmailTags } = request;
      if (ConfigurationSetName !== undefined && !configurationSets.has(ConfigurationSetName)) {
        const message = `Configuration set <${ConfigurationSetName}> does not exist.`;
        throw new AwsError('NotFoundException', message, { status: 404 });
      }
      const { content, bcc } = await readMime(await mimeOf(request));
      const unverified = [FromEmailAddress, content.from].filter(
        (address) => address !== undefined && !identities.some((identity) => isOf(addressIn(address), identity)),
      );
      if (unverified.length > 0) {
        const where = `in region ${deployment.region.toUpperCase()}: ${unverified[0]}`;
        throw new AwsError(
          'MessageRejected',
          `Email address is not verified. The following identities failed the check ${where}`,
        );
      }
      const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination ?? {};
      const named = [...ToAddresses, ...CcAddresses, ...BccAddresses].map(addressIn);
      const recipients = named.length > 0 ? named : [...content.to, ...content.cc, ...bcc];
      if (recipients.length === 0 || recipients.length > mostRecipients) {
        throw new AwsError(
          'BadRequestException',
          `A mail goes to 1 to ${mostRecipients} recipients, not ${recipients.length}.`,
        );
      }
      const now = clock.now();
      const item: MailItem = { ...content, at: new Date(now).toISOString() };
      insert.run(now, JSON.stringify(recipients.map(foldAddress)), JSON.stringify(item));
      const messageId = randomUUID();
      tellFeedback({
        messageId,
        recipients,
        configurationSet: ConfigurationSetName,
        tags: EmailTags,
        source: content.from,
        at: now,
      });
      return { MessageId: messageId };
    },
    'BadRequestException',
  );

  return {
    service: { fault: 'ses', protocol: 'rest', operations: { 'POST /v2/email/outbound-emails': SendEmail } },
    list({ to, about = [], since = 0 } = {}) {
      const rows = select.all({ since, to: to === undefined ? null : foldAddress(to) });
      const items = rows.map(({ item }) => JSON.parse(String(item)) as MailItem);
      return about.length === 0 ? items : items.filter((item) => about.some((name) => names(item, name)));
    },
    page(id) {
      const numbered = ({ id: number, item }: Record<string, unknown>): NumberedMail => ({
        ...(JSON.parse(String(item)) as MailItem),
        id: Number(number),
      });
      const one = id === undefined ? undefined : selectOne.get(id);
      return one ? mailPage(numbered(one)) : inboxPage(selectLast.all(shownInInbox).map(numbered));
    },
    clear: () => database.exec('delete from ses_sent_mails'),
    forget(texts) {
      for (const text of texts) remove.run(JSON.stringify(text).slice(1, -1).toLowerCase());
    },
  };
}

const names = ({ subject, text }: MailItem, record: string): boolean =>
  subject.includes(record) || (text?.includes(record) ?? false);

/** The address in `Name <address>`. */
const addressIn = (text: string): string => /<([^>]*)>\s*$/.exec(text)?.[1] ?? text.trim();

/**
 * Whether a verified identity covers the address: it is the address, its domain, or a domain above
 * that.
 */
function isOf(address: string, identity: string): boolean {
  const from = foldAddress(address);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return from === identity || domain === identity || domain.endsWith(`.${identity}`);
}
