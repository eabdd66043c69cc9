import { readFileSync } from 'node:fs';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { startStateMachines } from '#local/state-machines.ts';
import { definitionOf } from '#local/state-machines-definition.ts';
import { loadInterpreter } from '#local/state-machines-interpreter.ts';
import type { Resource } from '#local/template.ts';
import {
  arnOf,
  clientConfiguration,
  createContext,
  day,
  deploymentOf,
  type Handlers,
  hour,
  stateFolder,
} from './local-services.ts';

const wakeUp = readFileSync(new URL('../../../statemachines/wake-up.asl.json', import.meta.url), 'utf8');
const substitutions = { WakeFunctionArn: arnOf.function('wake') };

function deployment(definition: string | object, DefinitionSubstitutions: Record<string, string> = {}) {
  const DefinitionString = typeof definition === 'string' ? definition : JSON.stringify(definition);
  return deploymentOf(
    { type: 'AWS::Lambda::Function', name: 'wake' },
    {
      type: 'AWS::StepFunctions::StateMachine',
      name: 'story',
      properties: { DefinitionString, DefinitionSubstitutions },
    },
  );
}

interface Wanted {
  definition: string | object;
  handlers?: Handlers;
  folder?: string;
}

function started({ definition, handlers, folder }: Wanted) {
  const context = createContext({ handlers, folder });
  const machines = startStateMachines(context, deployment(definition, definition === wakeUp ? substitutions : {}));
  const start = (input: unknown = {}, name?: string) =>
    machines.start(arnOf.machine('story'), { input: JSON.stringify(input), name });
  const only = () => machines.executions()[0];
  return { ...context, context, machines, start, only };
}

/** A machine of one task that calls `wake`. */
const task = (fields: object = {}, others: object = {}) => ({
  StartAt: 'Call',
  States: { Call: { Type: 'Task', Resource: arnOf.function('wake'), End: true, ...fields }, ...others },
});

const definitionOfMachine = (definition: object) => {
  const resources = deployment(definition);
  return definitionOf(resources.find('story') as Resource, resources);
};

const instant = (ms: number) => new Date(ms).toISOString();

describe('The wake-up machine', () => {
  it('sleeps 400 days, wakes at the very instant, and goes round as long as there is another moment: three transitions a wake-up', async () => {
    const wakes: number[] = [];
    const stack = started({
      definition: wakeUp,
      handlers: {
        wake(input: { at: string }) {
          wakes.push(stack.clock.now());
          const at = instant(Date.parse(input.at) + day);
          return wakes.length < 3 ? { ...input, again: true, at } : { ...input, again: false };
        },
      },
    });
    const at = stack.clock.now() + 400 * day;
    stack.start({ kind: 'clock', id: 'c1', generation: 1, at: instant(at) });
    await stack.settled();
    expect(stack.only()).toMatchObject({ status: 'RUNNING', waitingUntil: instant(at) });
    await stack.passes(399 * day);
    expect(wakes).toEqual([]);
    expect(stack.activity.idle()).toBe(true);
    await stack.passes(4 * day);
    expect(wakes).toEqual([at, at + day, at + 2 * day]);
    expect(stack.invocations[0]?.payload).toEqual({ kind: 'clock', id: 'c1', generation: 1, at: instant(at) });
    expect(stack.only()).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: instant(at + 2 * day),
      transitions: 3 * 3 + 1,
    });
    expect(stack.machines.transitions()).toBe(10);
  });

  it('wakes at once for a moment that has passed', async () => {
    const { start, clock, only, settled } = started({
      definition: wakeUp,
      handlers: { wake: () => ({ again: false }) },
    });
    start({ at: instant(clock.now() - day) });
    await settled();
    expect(only()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tries a step that fails again, on the virtual clock', async () => {
    let tries = 0;
    const wake = () => {
      tries += 1;
      if (tries < 4) throw new Error('no table');
      return { again: false };
    };
    const { start, clock, only, settled, passes, activity } = started({ definition: wakeUp, handlers: { wake } });
    start({ at: instant(clock.now()) });
    await settled();
    expect(tries).toBe(1);
    expect(activity.idle()).toBe(false);
    await passes(5 * 60_000);
    expect(only()).toMatchObject({ status: 'SUCCEEDED', transitions: 7 });
    expect(activity.idle()).toBe(true);
  });

  it('goes on after a kill: a wait keeps its instant, a step that was running runs again', async () => {
    const folder = stateFolder();
    const handlers = { wake: () => new Promise(() => {}) };
    const before = started({ definition: wakeUp, folder, handlers });
    const at = before.clock.now() + 30 * day;
    before.start({ id: 'waits', at: instant(at) }, 'waits');
    before.start({ id: 'runs', at: instant(before.clock.now()) }, 'runs');
    await new Promise(setImmediate);
    expect(before.invocations).toHaveLength(1);
    before.kill();

    const woken: [string, number][] = [];
    const after = started({
      definition: wakeUp,
      folder,
      handlers: {
        wake({ id }: { id: string }) {
          woken.push([id, after.clock.now()]);
          return { again: false };
        },
      },
    });
    after.machines.resume();
    await after.settled();
    expect(woken.map(([id]) => id)).toEqual(['runs']);
    await after.passes(30 * day);
    expect(woken.at(-1)).toEqual(['waits', at]);
    expect(after.machines.executions().map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('waits ten thousand times with one timer', async () => {
    const { start, clock, settled, passes, machines } = started({
      definition: wakeUp,
      handlers: { wake: () => ({ again: false }) },
    });
    const at = instant(clock.now() + hour);
    for (let number = 0; number < 10_000; number += 1) start({ at, number });
    await settled();
    expect(clock.pending()).toEqual([{ at: Date.parse(at), what: 'executions that wait' }]);
    await passes(hour);
    expect(machines.executions().every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  }, 30_000);
});

describe('A state machine', () => {
  it('passes on inputs, results and the context as Step Functions does', async () => {
    const { start, only, settled, machines, clock } = started({
      definition: {
        StartAt: 'Prepare',
        States: {
          Prepare: {
            Type: 'Pass',
            Parameters: { 'student.$': '$.who', classes: 3 },
            ResultPath: '$.prepared',
            Next: 'Call',
          },
          Call: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Parameters: {
              FunctionName: arnOf.function('wake'),
              Payload: {
                'student.$': '$.prepared.student',
                'run.$': '$$.Execution.Name',
                'given.$': '$$.Execution.Input.who',
                'state.$': '$$.State.Name',
              },
            },
            ResultSelector: { 'answer.$': '$.Payload.answer' },
            ResultPath: '$.called',
            Next: 'Choose',
          },
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$.called.answer', NumericGreaterThan: 40, Next: 'Good' }],
            Default: 'Bad',
          },
          Good: { Type: 'Succeed', OutputPath: '$.called' },
          Bad: { Type: 'Fail' },
        },
      },
      handlers: { wake: () => ({ answer: 42 }) },
    });
    const { arn } = start({ who: 's1' }, 'run-1');
    await settled();
    expect(only()).toMatchObject({ status: 'SUCCEEDED', transitions: 4, name: 'run-1', machine: 'story' });
    const client = new SFNClient(await clientConfiguration({ ...createContext(), clock }, machines.service));
    const described = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(JSON.parse(described.output ?? '')).toEqual({ answer: 42 });
  });

  it.each([
    ['Seconds', { Seconds: 90 }],
    ['SecondsPath', { SecondsPath: '$.delay' }],
    ['TimestampPath', { TimestampPath: '$.at' }],
    ['TimestampPath behind an InputPath', { InputPath: '$.nested', TimestampPath: '$.at' }],
  ])('waits by %s', async (_what, fields) => {
    const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', ...fields, End: true } } };
    const { start, only, settled, passes, clock } = started({ definition });
    const at = instant(clock.now() + 90_000);
    const { startedAt } = start({ delay: 90, at, nested: { at } });
    await settled();
    expect(Date.parse(only()?.waitingUntil ?? '') - startedAt).toBeCloseTo(90_000, -2);
    await passes(89_000);
    expect(only()?.status).toBe('RUNNING');
    await passes(1000);
    expect(only()?.status).toBe('SUCCEEDED');
  });

  it('fails when it is to wait for something that is no time', async () => {
    const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', TimestampPath: '$.at', End: true } } };
    const { start, machines, settled, lines } = started({ definition });
    start({ at: 'soon' });
    start({});
    await settled();
    expect(machines.executions().map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
    expect(lines.join('\n')).toContain('"soon" is no time to wait for.');
  });

  it('catches an error by its name, with its cause', async () => {
    const { start, settled, invocations, only } = started({
      definition: task(
        { Catch: [{ ErrorEquals: ['NotThere'], ResultPath: '$.error', Next: 'Tell' }] },
        { Tell: { Type: 'Task', Resource: arnOf.function('wake'), End: true } },
      ),
      handlers: {
        wake(input: { error?: unknown }) {
          if (!input.error) throw Object.assign(new Error('no such case'), { name: 'NotThere' });
        },
      },
    });
    start({ id: 'c1' });
    await settled();
    expect(only()?.status).toBe('SUCCEEDED');
    const Cause = JSON.stringify({ errorType: 'NotThere', errorMessage: 'no such case' });
    expect(invocations.at(-1)?.payload).toEqual({ id: 'c1', error: { Error: 'NotThere', Cause } });
  });

  it('ends a task at its timeout, which the virtual clock tells', async () => {
    const timers: { at: number; fire: () => void }[] = [];
    const clock = {
      now: () => 1000,
      at(at: number, _what: string, fire: () => void) {
        timers.push({ at, fire });
        return { cancel() {} };
      },
    };
    const interpreter = loadInterpreter(clock)(definitionOfMachine(task({ TimeoutSeconds: 40 })));
    const step = {
      input: {},
      enteredAt: 1000,
      context: { Id: '', Name: '', Input: {}, StartTime: '' },
      invoke: () => new Promise<never>(() => {}),
    };
    const outcome = interpreter.run('Call', step);
    await new Promise(setImmediate);
    expect(timers.map(({ at }) => at)).toEqual([41_000]);
    timers[0]?.fire();
    await expect(outcome).resolves.toMatchObject({ kind: 'failed', error: 'States.Timeout' });
  });

  it('ends at its own timeout, in the middle of a wait', async () => {
    const waiting = {
      StartAt: 'Wait',
      TimeoutSeconds: 3600,
      States: { Wait: { Type: 'Wait', Seconds: 7200, End: true } },
    };
    const patient = started({ definition: waiting });
    patient.start();
    await patient.passes(2 * hour);
    expect(patient.only()).toMatchObject({ status: 'TIMED_OUT' });
    const { startedAt = '', stoppedAt = '' } = patient.only() ?? {};
    expect(Date.parse(stoppedAt) - Date.parse(startedAt)).toBe(hour);
  });

  it('may go back to the state it comes from', async () => {
    let left = 3;
    const { start, settled, only } = started({
      definition: {
        StartAt: 'Count',
        States: {
          Count: { Type: 'Task', Resource: arnOf.function('wake'), Next: 'More' },
          More: {
            Type: 'Choice',
            Choices: [{ Variable: '$.left', NumericGreaterThan: 0, Next: 'Count' }],
            Default: 'End',
          },
          End: { Type: 'Pass', End: true },
        },
      },
      handlers: { wake: () => ({ left: (left -= 1) }) },
    });
    start();
    await settled();
    expect(only()).toMatchObject({ status: 'SUCCEEDED', transitions: 7 });
  });
});

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

describe('What a definition asks for and cannot have stops the start', () => {
  it.each<[string, string | object, RegExp]>([
    [
      'a state of a type that does not run here',
      { StartAt: 'All', States: { All: { Type: 'Map', End: true } } },
      /States.All.Type/s,
    ],
    ['a task token', task({ Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' }), /only Lambda functions/],
    ['another service', task({ Resource: 'arn:aws:states:::sqs:sendMessage' }), /only Lambda functions/],
    ['a function that is not there', task({ Resource: arnOf.function('nobody') }), /nobody .*not in the template/],
    ['a heartbeat', task({ HeartbeatSeconds: 5 }), /HeartbeatSeconds/],
    ['JSONata', { ...task(), QueryLanguage: 'JSONata' }, /QueryLanguage/],
    [
      'a placeholder that nothing fills',
      wakeUp.replace('WakeFunctionArn', 'Missing'),
      /nothing is substituted for Missing/,
    ],
    ['a state that is not there', task({ End: undefined, Next: 'Nowhere' }), /Test\/story/],
    ['no JSON', '{', /its definition is not JSON/],
  ])('%s', (_what, definition, message) => {
    expect(() => startStateMachines(createContext(), deployment(definition, substitutions))).toThrow(message);
  });
});
