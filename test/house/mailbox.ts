import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { startMailFeedback } from '#local/mail/feedback.ts';
import { type MailContent, readMime } from '#local/mail/mime.ts';
import { mailEnvironment } from '#shared/mail/notifications/environment.ts';
import { mailerBySes, type SendMail } from '#shared/mail/notifications/mailer.ts';

export const mailSettings = mailEnvironment.parse({
  MAIL_FROM: 'no-reply@local.caseward.example',
  MAIL_CONFIGURATION_SET: 'caseward-local',
  MAIL_REPLY_DOMAIN: 'local.caseward.example',
});

export interface MailItem extends MailContent {
  at: string;
}

interface Given {
  now: () => number;
  /** Told of what SES says of a mail afterwards. */
  emit: (event: { source: string; detailType: string; detail: object }) => void;
  deployment: DeployedResources;
  from?: Mailbox | undefined;
}

/**
 * Keeps every mail as it would have gone over the wire. Addresses of SES's simulator bounce and
 * complain, as there.
 */
export class Mailbox {
  readonly #mails: { item: MailItem; recipients: string[] }[];
  readonly #given: Given;
  readonly #tellFeedback: ReturnType<typeof startMailFeedback>;
  #sent = 0;

  constructor(given: Given) {
    this.#mails = given.from ? [...given.from.#mails] : [];
    this.#given = given;
    this.#tellFeedback = startMailFeedback(given.deployment, given);
  }

  /**
   * The oldest first: to an address, about records by what subject or text name, since an instant.
   */
  list({ to, about, since }: { to?: string | undefined; about: string[]; since: number }): MailItem[] {
    return this.#mails
      .filter(
        ({ item, recipients }) =>
          (to === undefined || recipients.includes(to.toLowerCase())) &&
          (about.length === 0 || about.some((name) => item.subject.includes(name) || item.text?.includes(name))) &&
          Date.parse(item.at) >= since,
      )
      .map(({ item }) => item);
  }

  clear(): void {
    this.#mails.length = 0;
  }

  /** @param check throws where SES is not to answer */
  mailer(check: () => void): SendMail {
    const send = async (input: SendEmailCommandInput) => {
      check();
      const { content } = await readMime(Buffer.from(input.Content?.Raw?.Data ?? new Uint8Array()));
      const at = this.#given.now();
      const recipients = input.Destination?.ToAddresses ?? [];
      this.#mails.push({
        item: { ...content, at: new Date(at).toISOString() },
        recipients: recipients.map((address) => address.toLowerCase()),
      });
      const messageId = `mail-${++this.#sent}`;
      const tags = (input.EmailTags ?? []) as { Name: string; Value: string }[];
      const configurationSet = input.ConfigurationSetName;
      this.#tellFeedback({ messageId, recipients, configurationSet, tags, source: content.from, at });
      return { MessageId: messageId };
    };
    return mailerBySes({ send }, mailSettings);
  }
}
