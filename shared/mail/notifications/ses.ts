import type { SendEmailCommandInput, SendEmailCommandOutput } from '@aws-sdk/client-sesv2';
import { type AwsAccess, callerOf, errorOf } from '#shared/core/aws/call-aws.ts';

/** What sends mail: SES, or a double of it. */
export interface Ses {
  send(input: SendEmailCommandInput): Promise<Pick<SendEmailCommandOutput, 'MessageId'>>;
}

/** SES itself, asked for whole mails in MIME. */
export const sesOf = (access: AwsAccess): Ses => {
  const call = callerOf(access, { name: 'ses', refusalOf: errorOf });
  return {
    send: ({ Content, ...input }) => {
      const { Data = new Uint8Array() } = Content?.Raw ?? {};
      const Raw = { Data: Buffer.from(Data).toString('base64') };
      return call({
        path: '/v2/email/outbound-emails',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...input, Content: { Raw } }),
      });
    },
  };
};
