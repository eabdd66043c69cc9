import { Aws, CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus, type EventPattern } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  ReceiptRuleSet,
  TlsPolicy,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { FilesBucket } from '#infra/constructs/files.ts';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import type { PageAddresses, Stage } from '#infra/stages.ts';
import { mailEnvironment, pagesEnvironment, senderEnvironment } from '#shared/mail/notifications/environment.ts';

/**
 * The domain that mail comes from. Who owns it puts the three records of the outputs into its DNS,
 * the one step that is not done from here.
 */
export class MailIdentity extends Construct {
  readonly #stage: Stage;
  readonly #pages: PageAddresses;
  readonly #from: string;
  readonly #identity: EmailIdentity;
  readonly #configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, { stage, pages }: { stage: Stage; pages: PageAddresses }) {
    super(scope, id);
    this.#stage = stage;
    this.#pages = pages;
    this.#from = `${stage.mail.sender}@${stage.mail.domain}`;
    this.#configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `caseward-${stage.name}`,
      // Mails tell of students and hazards: where the other side cannot encrypt they are not sent.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // The table lists the addresses that are not mailed any more, and an administrator can take
      // one off. SES would go on refusing it if it kept a list of its own.
      disableSuppressionList: true,
    });
    this.#identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(stage.mail.domain),
      configurationSet: this.#configurationSet,
    });
    this.#configurationSet.addEventDestination('Feedback', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
    });
    for (const [index, { name, value }] of this.#identity.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${index + 1}`, {
        value: `${name} CNAME ${value}`,
        description: 'To be put into the DNS of the mail domain.',
      });
    }
  }

  /** It may write mails, which link to the pages of the deployment. */
  bindPages(fn: ServiceFunction): void {
    fn.bindEnvironment(pagesEnvironment, { PORTAL_URL: this.#pages.portalUrl, STAFF_URL: this.#pages.staffUrl });
  }

  /** It knows mails of this deployment, quoted in an answer, by their sender and their links. */
  bindSender(fn: ServiceFunction): void {
    fn.bindEnvironment(senderEnvironment, { MAIL_SENDER: this.#from });
    this.bindPages(fn);
  }

  /** What SES says of the mails of this deployment, on the account's own bus. */
  get feedback(): EventPattern {
    return {
      source: ['aws.ses'],
      account: [Aws.ACCOUNT_ID],
      detail: { mail: { tags: { 'ses:configuration-set': [this.#configurationSet.configurationSetName] } } },
    };
  }

  /** Receives mail for the domain into the bucket of files. */
  receiveInto(files: FilesBucket): void {
    if (!this.#stage.receivesMail) return;
    const { name, mail } = this.#stage;
    const rules = new ReceiptRuleSet(this, 'Received', { receiptRuleSetName: `caseward-${name}` });
    files.receiveMail(
      rules.addRule('Replies', { recipients: [mail.domain], scanEnabled: true, tlsPolicy: TlsPolicy.REQUIRE }),
    );
    new CfnOutput(this, 'MxRecord', {
      value: `${mail.domain} MX 10 inbound-smtp.${Stack.of(this).region}.amazonaws.com`,
      description: 'To be put into the DNS of the mail domain, so that answers are received.',
    });
    new CfnOutput(this, 'ReceiptRuleSet', {
      value: rules.receiptRuleSetName,
      description: 'To be made active: aws ses set-active-receipt-rule-set --rule-set-name …',
    });
  }

  bindSend(fn: ServiceFunction): void {
    fn.bindEnvironment(mailEnvironment, {
      MAIL_FROM: this.#from,
      MAIL_CONFIGURATION_SET: this.#configurationSet.configurationSetName,
      MAIL_REPLY_TO: this.#stage.mail.replyTo,
      MAIL_REPLY_DOMAIN: this.#stage.receivesMail ? this.#stage.mail.domain : undefined,
    });
    this.bindPages(fn);
    const configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.#configurationSet.configurationSetName,
    });
    fn.allow({
      actions: ['ses:SendEmail', 'ses:SendRawEmail'], // SES asks for the second where a mail comes as MIME
      resources: [this.#identity.emailIdentityArn, configurationSetArn],
      conditions: { StringEquals: { 'ses:FromAddress': this.#from } },
    });
  }
}
