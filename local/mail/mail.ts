// SES: keeps every mail that was accepted, with its virtual instant, and shows them in the inbox of aws-ses-v2-local, which itself keeps them
// in memory only and is given them anew after a restart.

import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { AwsError, type AwsService, operation } from '#local/aws-api/service.ts';
import type { Deployment } from '#local/cloud-assembly/deployment.ts';
import type { ServiceContext } from '#local/core/context.ts';
import type { EventBus } from '#local/event-bus/event-bus.ts';
import { foldAddress } from '#local/mail/address.ts';
import { startMailFeedback } from '#local/mail/feedback.ts';
import { type MailContent, mimeOf, readMime } from '#local/mail/mime.ts';
import { sendEmailSchema } from '#local/mail/request.ts';

// Required, for it is CommonJS whose `default` Node and vitest do not find in the same place.
const { default: startInbox } = createRequire(import.meta.url)('aws-ses-v2-local') as typeof import('aws-ses-v2-local');

/** A mail as `GET /_local/mail` shows it. */
export interface MailItem extends MailContent {
  /** The virtual instant at which SES took it. */
  at: string;
}

/** Which mails are wanted: those that meet all that is said. */
export interface MailFilter {
  /** An address in to, cc or bcc. */
  to?: string | undefined;
  /** Ids or references of records, of which the subject or the text names one. */
  about?: readonly string[];
  /** The virtual instant from which on they were taken. */
  since?: number | undefined;
}

export interface Mail {
  /** For the SDK. */
  service: AwsService;
  /** Where people read the mails in a browser. */
  inboxUrl: string;
  /** The oldest first. */
  list(filter?: MailFilter): MailItem[];
  clear(): Promise<void>;
  stop(): Promise<void>;
}

// As many as anybody scrolls through; the others are still in GET /_local/mail.
const shownAfterRestart = 200;

// SES sends a mail to at most so many people at once.
const mostRecipients = 50;

/** Runs SES with the identities and configuration sets of the deployment, and the inbox at the port (0: a free one). */
export async function startMail(
  context: ServiceContext,
  deployment: Deployment,
  { port, bus }: { port: number; bus: Pick<EventBus, 'emit'> },
): Promise<Mail> {
  const { clock, store, log } = context;
  const { database } = store;
  const tellFeedback = startMailFeedback(deployment, bus);
  const identities = deployment.ofType('AWS::SES::EmailIdentity').map(({ name }) => foldAddress(name));
  const configurationSets = new Set(deployment.ofType('AWS::SES::ConfigurationSet').map(({ name }) => name));
  database.exec(
    'create table if not exists ses_mails (id integer primary key, at integer not null, recipients text not null, item text not null, raw blob not null)',
  );
  const insert = database.prepare('insert into ses_mails (at, recipients, item, raw) values (?, ?, ?, ?)');
  const select = database.prepare(
    `select item from ses_mails where at >= :since
      and (:to is null or exists (select 1 from json_each(recipients) where value = :to)) order by id`,
  );
  const selectLast = database.prepare(
    'select raw from (select id, raw from ses_mails order by id desc limit ?) order by id',
  );
  const window = await openInbox(port, (problem) => log('ses', problem));
  for (const { raw } of selectLast.all(shownAfterRestart)) window.show(Buffer.from(raw as Uint8Array));

  const SendEmail = operation(
    sendEmailSchema,
    async (request) => {
      const { ConfigurationSetName, FromEmailAddress, Destination, EmailTags } = request;
      if (ConfigurationSetName !== undefined && !configurationSets.has(ConfigurationSetName)) {
        const message = `Configuration set <${ConfigurationSetName}> does not exist.`;
        throw new AwsError('NotFoundException', message, { status: 404 });
      }
      const raw = await mimeOf(request);
      const { content, bcc } = await readMime(raw);
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
      insert.run(now, JSON.stringify(recipients.map(foldAddress)), JSON.stringify(item), raw);
      window.show(raw);
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
    inboxUrl: window.url,
    list({ to, about = [], since = 0 } = {}) {
      const rows = select.all({ since, to: to === undefined ? null : foldAddress(to) });
      const items = rows.map(({ item }) => JSON.parse(String(item)) as MailItem);
      return about.length === 0 ? items : items.filter((item) => about.some((name) => names(item, name)));
    },
    async clear() {
      database.exec('delete from ses_mails');
      await window.clear();
    },
    stop: window.close,
  };
}

const names = ({ subject, text }: MailItem, record: string): boolean =>
  subject.includes(record) || (text?.includes(record) ?? false);

/** The address in `Name <address>`. */
const addressIn = (text: string): string => /<([^>]*)>\s*$/.exec(text)?.[1] ?? text.trim();

/** Whether a verified identity covers the address: it is the address, its domain, or a domain above that. */
function isOf(address: string, identity: string): boolean {
  const from = foldAddress(address);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return from === identity || domain === identity || domain.endsWith(`.${identity}`);
}

interface Inbox {
  url: string;
  /** Hands a mail to the inbox. A failure is logged: the mail was sent all the same. */
  show(raw: Buffer): void;
  clear(): Promise<void>;
  close(): Promise<void>;
}

async function openInbox(port: number, report: (problem: string) => void): Promise<Inbox> {
  const server: Server = await startInbox({ host: '127.0.0.1', port });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let last: Promise<unknown> = Promise.resolve();
  // One after the other, so that the inbox has the order in which they were sent.
  const post = (path: string, body: object) => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'AWS4-HMAC-SHA256 local' },
      body: JSON.stringify(body),
    };
    last = last
      .then(() => fetch(`${url}${path}`, init))
      .then(async (response) => {
        if (!response.ok) report(`The inbox did not take a mail: ${await response.text()}`);
      })
      .catch((error: Error) => report(`The inbox did not answer: ${error.message}`));
    return last;
  };
  return {
    url,
    show: (raw) => void post('/v2/email/outbound-emails', { Content: { Raw: { Data: raw.toString('base64') } } }),
    clear: async () => void (await post('/clear-store', {})),
    async close() {
      await last;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
