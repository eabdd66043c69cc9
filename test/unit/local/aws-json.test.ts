import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AwsError, operation } from '#local/aws-api/service.ts';
import { clientConfiguration, createContext } from './local-services.ts';

async function started() {
  const context = createContext();
  const { endpoint } = await clientConfiguration(
    context,
    {
      fault: 'eventbridge',
      protocol: { target: 'AWSEvents' },
      operations: {
        Echo: operation(z.object({ text: z.string() }), (input) => input),
        Refuse() {
          throw new AwsError('NotThere', 'It is not there.', { status: 404, queryCode: 'Older.NotThere' });
        },
        Break() {
          throw new Error('secret: the password is x');
        },
      },
    },
    { fault: 'ses', protocol: 'rest', operations: { 'POST /v2/echo': (input) => input } },
  );
  async function post(target: string | undefined, body: string, path = '/') {
    const headers = { 'content-type': 'application/x-amz-json-1.1', ...(target && { 'x-amz-target': target }) };
    const response = await fetch(endpoint + path, { method: 'POST', headers, body });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  return { ...context, post };
}

describe('The address that AWS SDKs call', () => {
  it('finds an operation by its target, or by its path', async () => {
    const { post } = await started();
    expect(await post('AWSEvents.Echo', '{"text":"ä"}')).toMatchObject({ status: 200, body: { text: 'ä' } });
    expect(await post(undefined, '{"a":1}', '/v2/echo?x=1')).toMatchObject({ status: 200, body: { a: 1 } });
  });

  it.each([
    [
      'an operation that no service has',
      'AWSEvents.Missing',
      '{}',
      { status: 400, body: { __type: 'UnknownOperationException' } },
    ],
    [
      'a name that every object has',
      'AWSEvents.toString',
      '{}',
      { status: 400, body: { __type: 'UnknownOperationException' } },
    ],
    ['another service', 'Kinesis.PutRecord', '{}', { status: 400, body: { __type: 'UnknownOperationException' } }],
    ['a body that is not JSON', 'AWSEvents.Echo', '{', { status: 400, body: { __type: 'SerializationException' } }],
    ['input of another shape', 'AWSEvents.Echo', '{}', { status: 400, body: { __type: 'ValidationException' } }],
    [
      'an error of the service',
      'AWSEvents.Refuse',
      '{}',
      { status: 404, body: { __type: 'NotThere', message: 'It is not there.' } },
    ],
  ])('answers %s as AWS does', async (_what, target, body, answer) => {
    const { post } = await started();
    expect(await post(target, body)).toMatchObject(answer);
  });

  it('names errors in the headers that SDKs read', async () => {
    const { post } = await started();
    const { headers } = await post('AWSEvents.Refuse', '{}');
    expect(headers.get('x-amzn-errortype')).toBe('NotThere');
    expect(headers.get('x-amzn-query-error')).toBe('Older.NotThere;Sender');
  });

  it('keeps what broke to the log', async () => {
    const { post, lines } = await started();
    const { status, body } = await post('AWSEvents.Break', '{}');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('password');
    expect(lines.join()).toContain('password');
  });

  it('fails before anything is done when that is asked for', async () => {
    const { post, faults } = await started();
    faults.set({ fail: [{ service: 'eventbridge', rate: 1 }] });
    expect(await post('AWSEvents.Echo', '{"text":"x"}')).toMatchObject({
      status: 500,
      body: { __type: 'InternalFailure' },
    });
    expect(await post(undefined, '{}', '/v2/echo')).toMatchObject({ status: 200 });
  });
});
