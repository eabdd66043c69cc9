// SES receiving mail: the receipt rules of the template, of which each may put a mail into a bucket.

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { readMime } from '#local/mail-mime.ts';
import type { Objects } from '#local/objects.ts';
import { propertiesOf } from '#local/properties.ts';
import type { Deployment } from '#local/template.ts';

export interface MailIn {
  /** Takes a mail as it comes over the wire. `accepted` is false where no rule is for any of its recipients, as when SES refuses it. */
  receive(raw: Buffer, to?: string[]): Promise<{ messageId: string; accepted: boolean }>;
}

const ruleProperties = z.object({
  Rule: z.object({
    Enabled: z.boolean().default(true),
    /** Addresses, domains, or `.domain` for those below one; for all where there are none. */
    Recipients: z.array(z.string()).default([]),
    ScanEnabled: z.boolean().default(false),
    TlsPolicy: z.string().optional(),
    Actions: z.array(
      z.strictObject({ S3Action: z.object({ BucketName: z.string(), ObjectKeyPrefix: z.string().default('') }) }),
    ),
  }),
});

const isFor = (address: string, recipient: string): boolean => {
  const [, domain = ''] = address.toLowerCase().split('@');
  const wanted = recipient.toLowerCase();
  if (wanted.includes('@')) return address.toLowerCase() === wanted;
  return wanted.startsWith('.') ? domain.endsWith(wanted) : domain === wanted;
};

/** What SES puts on top of a mail that it has looked at. Nobody looks at it here; a mail that says so itself stands for one that was found out. */
const verdicts = (raw: Buffer): Buffer => {
  const header = raw
    .subarray(0, raw.indexOf('\r\n\r\n') === -1 ? raw.length : raw.indexOf('\r\n\r\n'))
    .toString('latin1');
  const missing = ['X-SES-Spam-Verdict', 'X-SES-Virus-Verdict'].filter(
    (name) => !new RegExp(`^${name}:`, 'im').test(header),
  );
  return Buffer.concat([Buffer.from(missing.map((name) => `${name}: PASS\r\n`).join('')), raw]);
};

export function startMailIn(deployment: Deployment, objects: Objects): MailIn {
  const rules = deployment
    .ofType('AWS::SES::ReceiptRule')
    .map((resource) => propertiesOf(resource, ruleProperties).Rule)
    .filter(({ Enabled }) => Enabled);
  return {
    async receive(raw, given) {
      const { content, bcc } = await readMime(raw);
      const recipients = given ?? [...content.to, ...content.cc, ...bcc];
      const messageId = randomUUID();
      const meant = rules.filter(
        ({ Recipients }) =>
          Recipients.length === 0 || recipients.some((one) => Recipients.some((recipient) => isFor(one, recipient))),
      );
      for (const { ScanEnabled, Actions } of meant)
        for (const { S3Action } of Actions)
          objects.put(S3Action.BucketName, `${S3Action.ObjectKeyPrefix}${messageId}`, {
            content: ScanEnabled ? verdicts(raw) : raw,
            contentType: 'message/rfc822',
          });
      return { messageId, accepted: meant.length > 0 };
    },
  };
}
