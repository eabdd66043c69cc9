import { CfnOutput, Stack } from 'aws-cdk-lib';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { ServiceFunction } from '#infra/constructs/service-function.ts';
import type { Stage } from '#infra/stages.ts';
import { mailEnvironment, pagesEnvironment } from '#shared/notifications/environment.ts';

/** The domain that mail comes from. Who owns it puts the three records of the outputs into its DNS, the one step that is not done from here. */
export class Mail extends Construct {
  readonly #stage: Stage;
  readonly #from: string;
  readonly #identity: EmailIdentity;
  readonly #configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#stage = stage;
    this.#from = `${stage.mail.sender}@${stage.mail.domain}`;
    this.#configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `caseward-${stage.name}`,
      // Mails tell of students and hazards: where the other side cannot encrypt they are not sent.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.#identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(stage.mail.domain),
      configurationSet: this.#configurationSet,
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
    fn.bindEnvironment(pagesEnvironment, { PORTAL_URL: this.#stage.portalUrl, STAFF_URL: this.#stage.staffUrl });
  }

  bindSend(fn: ServiceFunction): void {
    fn.bindEnvironment(mailEnvironment, {
      MAIL_FROM: this.#from,
      MAIL_CONFIGURATION_SET: this.#configurationSet.configurationSetName,
      MAIL_REPLY_TO: this.#stage.mail.replyTo,
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
