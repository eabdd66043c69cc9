// SES receiving mail: the receipt rules of the template, of which each may put a mail into a
// bucket.

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { DeployedResources } from '#local/cloud-assembly/deployment.ts';
import { propertiesOf } from '#local/cloud-assembly/properties.ts';
import { foldAddress } from '#local/mail/address.ts';
import { readMime } from '#local/mail/mime.ts';
import type { Objects } from '#local/objects/objects.ts';

export interface MailIn {
  /**
   * Takes a mail as it comes over the wire. `accepted` is false where no rule is for any of its
   * recipients, as when SES refuses it.
   */
  receive(
    raw: Buffer,
    given: {
      /** The SMTP recipients, where the header names others. */
      to?: string[] | undefined;
      /** What SES finds of its sender, as `Authentication-Results` says it. */
      authentication?: string | undefined;
    },
  ): Promise<{ messageId: string; accepted: boolean }>;
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
  const [, domain = ''] = foldAddress(address).split('@');
  const wanted = foldAddress(recipient);
  if (wanted.includes('@')) return foldAddress(address) === wanted;
  return wanted.startsWith('.') ? domain.endsWith(wanted) : domain === wanted;
};

/** The header of a mail, and what its lines say of a name. */
const headerOf = (raw: Buffer): string => {
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, mostHeader).toString('latin1'))?.index ?? mostHeader;
  return raw.subarray(0, end).toString('latin1');
};
const first = (header: string, name: string): string | undefined =>
  new RegExp(`^${name}:([^\\n]*)`, 'im').exec(header)?.[1]?.trim();

// SES takes no header that is larger.
const mostHeader = 512 * 1024;
const server = 'amazonses.com';

interface Receipt {
  messageId: string;
  from: string;
  to: readonly string[];
  at: string;
  isScanned: boolean;
  authentication: string | undefined;
}

/**
 * What SES puts on top of a mail: here every sender is confirmed and no mail has a virus, unless
 * the mail begins with such a header, which then stands for what SES says.
 */
const onTop = (header: string, { messageId, from, to, at, isScanned, authentication }: Receipt): string => {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const passes = `spf=pass smtp.mailfrom=${from}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}`;
  const isSaid = first(header, 'Authentication-Results')?.toLowerCase().startsWith(server) ?? false;
  const results = authentication ?? (from.includes('@') ? passes : 'none');
  const missing = ['X-SES-Spam-Verdict', 'X-SES-Virus-Verdict'].filter((name) => first(header, name) === undefined);
  return [
    `Received: from localhost by inbound-smtp.local.amazonaws.com with SMTP id ${messageId} for ${to[0] ?? 'nobody'}; ${at}`,
    ...(isScanned ? missing.map((name) => `${name}: PASS`) : []),
    ...(isSaid && authentication === undefined ? [] : [`Authentication-Results: ${server}; ${results}`]),
    '',
  ].join('\r\n');
};

export function startMailIn(deployment: DeployedResources, objects: Objects, now: () => number): MailIn {
  const rules = deployment
    .ofType('AWS::SES::ReceiptRule')
    .map((resource) => propertiesOf(resource, ruleProperties).Rule)
    .filter(({ Enabled }) => Enabled);
  return {
    async receive(raw, { to, authentication }) {
      const header = headerOf(raw);
      // Whatever lies below, SES does not read it.
      const { content, bcc } = await readMime(Buffer.from(`${header}\r\n\r\n`, 'latin1'));
      const recipients = to ?? [...content.to, ...content.cc, ...bcc];
      const messageId = randomUUID();
      const meant = rules.filter(
        ({ Recipients }) =>
          Recipients.length === 0 || recipients.some((one) => Recipients.some((recipient) => isFor(one, recipient))),
      );
      const at = new Date(now()).toUTCString();
      for (const { ScanEnabled, Actions } of meant)
        for (const { S3Action } of Actions) {
          const receipt = { messageId, from: content.from, to: recipients, at, isScanned: ScanEnabled, authentication };
          objects.put(S3Action.BucketName, `${S3Action.ObjectKeyPrefix}${messageId}`, {
            content: Buffer.concat([Buffer.from(onTop(header, receipt), 'latin1'), raw]),
            contentType: 'message/rfc822',
          });
        }
      return { messageId, accepted: meant.length > 0 };
    },
  };
}
