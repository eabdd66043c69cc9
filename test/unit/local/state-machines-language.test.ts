import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { loadInterpreter } from '#local/state-machines/interpreter.ts';
import { startStateMachines } from '#local/state-machines/state-machines.ts';
import { arnOf, clientConfiguration, createContext, hour } from './local-services.ts';
import {
  definitionOfMachine,
  deployment,
  instant,
  started,
  substitutions,
  task,
  wakeUp,
} from './local-state-machines.ts';

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
      handlers: {
        wake() {
          left -= 1;
          return { left };
        },
      },
    });
    start();
    await settled();
    expect(only()).toMatchObject({ status: 'SUCCEEDED', transitions: 7 });
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
