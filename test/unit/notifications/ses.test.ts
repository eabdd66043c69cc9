import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { accessOf } from '#shared/core/aws/environment.ts';
import { sesOf } from '#shared/mail/notifications/ses.ts';
import { answeringServer } from '../answering-server.ts';

const server = await answeringServer({ status: 200, body: '{"MessageId":"ses-1"}' });
const { endpoint, heard, answers } = server;
const environment = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 'secret' };
const ses = sesOf(accessOf({ ...environment, AWS_ENDPOINT_URL_SESV2: endpoint }, 'email'));
afterAll(() => void server.close());
beforeEach(server.forget);

const mail: SendEmailCommandInput = {
  FromEmailAddress: '"Campus \u00c4" <no-reply@campus.example>',
  Destination: { ToAddresses: ['tom@campus.example'] },
  Content: { Raw: { Data: Buffer.from('Subject: Gr\u00fc\u00dfe\r\n\r\nText') } },
  ConfigurationSetName: 'set',
  EmailTags: [{ Name: 'case', Value: '1' }],
};

describe('SES is asked', () => {
  test('for the same as by the client of the SDK', async () => {
    const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
    expect(await ses.send(mail)).toEqual({ MessageId: 'ses-1' });
    await new SESv2Client({ endpoint, region: 'eu-west-1', credentials }).send(new SendEmailCommand(mail));
    const [ours, theirs] = heard.map(({ path, headers, scope, body }) => ({
      path,
      scope,
      body,
      type: headers['content-type'],
    }));
    expect(ours).toEqual(theirs);
  });

  test('again where it is throttled, and once where it refuses, which has the name of the SDK', async () => {
    const refusal = (status: number, name: string) => ({
      status,
      headers: { 'x-amzn-errortype': name },
      body: '{"message":"Email address is not verified"}',
    });
    answers.push(refusal(429, 'TooManyRequestsException'));
    expect(await ses.send(mail)).toEqual({ MessageId: 'ses-1' });
    expect(heard).toHaveLength(2);
    for (const [name, said] of [
      ['MessageRejected', 'MessageRejected:http://internal.amazon.com/coral/'],
      ['BadRequestException', 'BadRequestException'],
    ] as const) {
      answers.push(refusal(400, said));
      await expect(ses.send(mail)).rejects.toMatchObject({ name, message: 'Email address is not verified' });
    }
    expect(heard).toHaveLength(4);
  });

  test('at its address in the region', () => {
    expect(accessOf(environment, 'email').endpoint).toBe('https://email.eu-west-1.amazonaws.com');
  });
});
