import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { arnOf, clientConfiguration, day } from './local-services.ts';
import { instant, started, wakeUp } from './local-state-machines.ts';

describe('Executions by the SDK', () => {
  async function connected() {
    const stack = started({ definition: wakeUp, handlers: { wake: () => ({ again: false }) } });
    const client = new SFNClient(await clientConfiguration(stack.context, stack.machines.service));
    const stateMachineArn = arnOf.machine('story');
    const at = instant(stack.clock.now() + day);
    const begin = (name: string, input: object = { at }) =>
      client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
    return { ...stack, client, stateMachineArn, begin };
  }

  it('started twice by one name and with one input are one', async () => {
    const { begin, machines } = await connected();
    const first = await begin('clock-c1-1');
    expect(await begin('clock-c1-1')).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    expect(machines.executions()).toHaveLength(1);
  });

  it('keep their name: another input is refused, and so is the same when it has ended, for ninety days', async () => {
    const { begin, passes } = await connected();
    const taken = { name: 'ExecutionAlreadyExists' };
    await begin('clock-c1-1');
    await expect(begin('clock-c1-1', { at: '2030-01-01T00:00:00Z' })).rejects.toMatchObject(taken);
    await passes(day);
    await expect(begin('clock-c1-1')).rejects.toMatchObject(taken);
    await passes(89 * day);
    await expect(begin('clock-c1-1')).rejects.toMatchObject(taken);
    await passes(2 * day);
    await expect(begin('clock-c1-1')).resolves.toBeDefined();
  });

  it('are described, listed in pages, and stopped', async () => {
    const { client, begin, stateMachineArn, passes, invocations } = await connected();
    const { executionArn } = await begin('one');
    await begin('two');
    const page = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
    expect(page.executions?.map(({ name }) => name)).toEqual(['two']);
    const { nextToken } = page;
    const rest = await client.send(new ListExecutionsCommand({ stateMachineArn, nextToken }));
    expect(rest.executions?.map(({ name }) => name)).toEqual(['one']);
    await client.send(new StopExecutionCommand({ executionArn, error: 'NotWanted', cause: 'closed' }));
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({
      status: 'ABORTED',
      error: 'NotWanted',
      cause: 'closed',
      stateMachineArn,
      name: 'one',
    });
    await passes(2 * day);
    expect(invocations).toHaveLength(1);
    const aborted = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' }));
    expect(aborted.executions?.map(({ name }) => name)).toEqual(['one']);
  });

  it.each([
    ['a machine that is not there', { stateMachineArn: arnOf.machine('nowhere') }, 'StateMachineDoesNotExist'],
    ['an input that is not JSON', { input: 'x' }, 'InvalidExecutionInput'],
    ['an input that is too long', { input: JSON.stringify('x'.repeat(262_144)) }, 'InvalidExecutionInput'],
    ['a name with a space', { name: 'clock c1' }, 'InvalidName'],
    ['a name that is too long', { name: 'x'.repeat(81) }, 'InvalidName'],
  ])('are refused for %s', async (_what, fields, error) => {
    const { client, stateMachineArn } = await connected();
    const command = new StartExecutionCommand({ stateMachineArn, ...fields });
    await expect(client.send(command)).rejects.toMatchObject({ name: error });
  });
});
