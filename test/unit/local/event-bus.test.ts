import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { endpointOf } from '#local/aws-api/service.ts';
import { parseVerbatim } from '#local/core/verbatim-json.ts';
import { startEventBus } from '#local/event-bus/event-bus.ts';
import { startQueues } from '#local/queues/queues.ts';
import { startStateMachines } from '#local/state-machines/state-machines.ts';
import {
  arnOf,
  clientConfiguration,
  createContext,
  deploymentOf,
  type Handlers,
  hour,
  minute,
  stateFolder,
} from './local-services.ts';

const definition = { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } };
const machine = {
  type: 'AWS::StepFunctions::StateMachine',
  name: 'story',
  properties: { DefinitionString: JSON.stringify(definition) },
};

function deployment(target: Record<string, unknown> = {}, rule: Record<string, unknown> = {}) {
  return deploymentOf(
    { type: 'AWS::Events::EventBus', name: 'caseward' },
    { type: 'AWS::SQS::Queue', name: 'inbox' },
    { type: 'AWS::SQS::Queue', name: 'lost' },
    { type: 'AWS::Lambda::Function', name: 'listener' },
    // A definition takes a while to check; only one test needs it.
    ...(target.Arn === arnOf.machine('story') ? [machine] : []),
    {
      type: 'AWS::Events::Rule',
      name: 'to-inbox',
      properties: {
        EventBusName: 'caseward',
        EventPattern: { source: ['lms'] },
        Targets: [{ Id: 'inbox', Arn: arnOf.queue('inbox'), ...target }],
        ...rule,
      },
    },
  );
}

interface Wanted {
  handlers?: Handlers;
  target?: Record<string, unknown>;
  rule?: Record<string, unknown>;
  folder?: string;
}

function started({ handlers, target, rule, folder }: Wanted = {}) {
  const context = createContext({ handlers, folder });
  const resources = deployment(target, rule);
  const queues = startQueues(context, resources);
  const stateMachines = startStateMachines(context, resources);
  const bus = startEventBus(context, resources, { ...context, queues, stateMachines });
  // Nothing reads these queues, so all that is in them is shown as dead letters.
  const inQueue = (name: string) => queues.dlq().filter(({ queue }) => queue === name);
  return {
    ...context,
    context,
    bus,
    stateMachines,
    inQueue,
    received: () => inQueue('inbox').map(({ body }) => JSON.parse(body)),
  };
}

const missed = { Source: 'lms', DetailType: 'Classes Missed', Detail: { student: 's1', count: 3 } };

describe('PutEvents by the SDK', () => {
  async function connected() {
    const stack = started();
    const client = new EventBridgeClient(await clientConfiguration(stack.context, stack.bus.service));
    const put = (...Entries: PutEventsRequestEntry[]) => client.send(new PutEventsCommand({ Entries }));
    return { ...stack, put };
  }
  const entry = { Source: 'lms', DetailType: 'Classes Missed', Detail: '{"count":3}', EventBusName: 'caseward' };

  it('makes the envelope that EventBridge makes, and hands it to the target of the rule', async () => {
    const { put, received, settled, bus } = await connected();
    const Time = new Date('2026-11-24T09:00:00.700Z');
    const { Entries } = await put({ ...entry, Time, Resources: ['arn:aws:lms:student/s1'] });
    await settled();
    const envelope = {
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'Classes Missed',
      source: 'lms',
      account: '000000000000',
      time: '2026-11-24T09:00:00Z',
      region: 'us-east-1',
      resources: ['arn:aws:lms:student/s1'],
      detail: { count: 3 },
    };
    expect(received()).toEqual([envelope]);
    expect(bus.events()).toEqual([envelope]);
  });

  it('takes the good entries and says what is wrong with each of the others', async () => {
    const { put, received, settled } = await connected();
    const { FailedEntryCount, Entries } = await put(
      entry,
      { ...entry, EventBusName: 'nowhere' },
      { ...entry, Detail: 'not json' },
      { ...entry, Detail: '[1]' },
      { ...entry, Source: '' },
      { ...entry, Source: 'aws.ec2' },
    );
    await settled();
    expect(FailedEntryCount).toBe(5);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'ResourceNotFoundException',
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
    ]);
    expect(received()).toHaveLength(1);
  });

  it('refuses more than ten entries, and more than 1 MB, with nothing taken', async () => {
    const { put, bus } = await connected();
    await expect(put(...Array.from({ length: 11 }, () => entry))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const half = { ...entry, Detail: JSON.stringify({ text: 'x'.repeat(520 * 1024) }) };
    await expect(put(half, half)).rejects.toThrow('Total size of the entries in the request is over the limit.');
    expect(bus.events()).toEqual([]);
  });

  it('delivers nothing that the pattern does not match, and nothing to a rule that is switched off', async () => {
    const { put, received, settled } = await connected();
    await put({ ...entry, Source: 'sis' }, { ...entry, EventBusName: 'default' });
    await settled();
    expect(received()).toEqual([]);
    const off = started({ rule: { State: 'DISABLED' } });
    off.bus.put([missed]);
    await off.settled();
    expect(off.received()).toEqual([]);
  });
});

describe('What people put on the bus', () => {
  it('goes over the one bus of the template, with its detail as an object or as text', async () => {
    const { bus, received, settled } = started();
    const answer = bus.put([missed, { ...missed, Detail: '{"count":4}', Time: '2026-11-24T09:00:00Z' }]);
    await settled();
    expect(answer).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.any(String) }, { EventId: expect.any(String) }],
    });
    expect(received().map(({ detail }) => detail.count)).toEqual([3, 4]);
    expect(received()[1].time).toBe('2026-11-24T09:00:00Z');
  });

  it('can be asked for since an instant', async () => {
    const { bus, clock, passes } = started();
    bus.put([missed]);
    await passes(minute);
    const since = clock.now();
    bus.put([{ ...missed, Source: 'sis' }]);
    expect(bus.events({ since }).map(({ source }) => source)).toEqual(['sis']);
    expect(bus.events()).toHaveLength(2);
  });

  it('can be asked for by the id of its subject', async () => {
    const { bus, clock, passes } = started();
    const about = (id: string, count: number) => ({ ...missed, Detail: { subject: { kind: 'case', id }, count } });
    bus.put([about('01ABC', 1), about('01DEF', 2), missed]);
    await passes(minute);
    const since = clock.now();
    bus.put([about('01ABC', 3)]);
    const counts = (filter: Parameters<typeof bus.events>[0]) =>
      bus.events(filter).map(({ detail }) => (detail as { count: number }).count);
    expect(counts({ about: '01ABC' })).toEqual([1, 3]);
    expect(counts({ about: '01ABC', since })).toEqual([3]);
    expect(counts({ about: '01GHI' })).toEqual([]);
  });

  it.each([[{}], [[]], [['text']], [[{ Source: 5 }]]])(
    'is refused in words when it is no list of entries: %j',
    (body) => {
      expect(() => started().bus.put(body)).toThrow(
        expect.objectContaining({ code: 'ValidationException', status: 400 }),
      );
    },
  );
});

describe('Deliveries', () => {
  it('come twice, later, and in another order when that is asked for', async () => {
    const { bus, faults, received, settled, passes, activity } = started();
    faults.set({ duplicate: 1, reorder: true, delayMs: 5000, seed: 3 });
    for (const count of [1, 2, 3, 4]) bus.put([{ ...missed, Detail: { count } }]);
    await settled();
    expect(received()).toEqual([]);
    expect(activity.idle()).toBe(false);
    await passes(6000);
    const counts = received().map(({ detail }) => detail.count);
    expect(counts.toSorted()).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(counts).not.toEqual(counts.toSorted());
    expect(activity.idle()).toBe(true);
    faults.set({});
    bus.put([missed]);
    await settled();
    expect(received()).toHaveLength(9);
  });

  it('that fail are tried again, ever more rarely, until the target takes them', async () => {
    const { bus, faults, received, settled, passes } = started();
    faults.set({ fail: [{ service: 'sqs', rate: 1 }] });
    bus.put([missed]);
    await settled();
    await passes(hour);
    expect(received()).toEqual([]);
    faults.set({});
    await passes(8 * minute);
    expect(received()).toHaveLength(1);
  });

  it('that never succeed go to the dead-letter queue of the target, with the reason', async () => {
    const { bus, faults, inQueue, settled, passes } = started({
      target: { RetryPolicy: { MaximumRetryAttempts: 3 }, DeadLetterConfig: { Arn: arnOf.queue('lost') } },
    });
    faults.set({ fail: [{ service: 'sqs', rate: 1 }] });
    bus.put([missed]);
    await settled();
    await passes(6000);
    expect(inQueue('lost')).toEqual([]);
    await passes(1000);
    const [lost] = inQueue('lost');
    expect(lost?.reason).toContain('sqs was made to fail');
    expect(JSON.parse(lost?.body ?? '')).toMatchObject({ source: 'lms' });
  });

  it('reach functions, which are tried three times in all, and state machines', async () => {
    const toFunction = started({
      handlers: { listener: () => Promise.reject(new Error('down')) },
      target: { Arn: arnOf.function('listener'), DeadLetterConfig: { Arn: arnOf.queue('lost') } },
    });
    toFunction.bus.put([missed]);
    await toFunction.passes(hour);
    expect(toFunction.invocations).toHaveLength(3);
    expect(toFunction.invocations[0]?.payload).toMatchObject({ source: 'lms' });
    expect(toFunction.inQueue('lost').map(({ reason }) => reason)).toEqual(['Error: down']);

    const toMachine = started({ target: { Arn: arnOf.machine('story') } });
    toMachine.bus.put([missed]);
    await toMachine.settled();
    expect(toMachine.stateMachines.executions('story')).toEqual([
      expect.objectContaining({ status: 'SUCCEEDED', input: expect.objectContaining({ source: 'lms' }) }),
    ]);
  });

  it('that were accepted before a kill come after it', async () => {
    const folder = stateFolder();
    const before = started({ folder });
    before.faults.set({ delayMs: 2000 });
    before.bus.put([missed]);
    before.kill();
    const after = started({ folder });
    after.bus.resume();
    await after.passes(2000);
    expect(after.received()).toEqual([expect.objectContaining({ source: 'lms', detail: missed.Detail })]);
    expect(after.bus.events()).toHaveLength(1);
  });
});

describe('[IN-2] The policy of a bus', () => {
  const role = 'arn:aws:local:us-east-1:000000000000:publish-role';
  const policy = (Statement: object) =>
    deploymentOf(
      { type: 'AWS::Events::EventBus', name: 'caseward' },
      { type: 'AWS::Lambda::Function', name: 'publish', properties: { Role: role } },
      { type: 'AWS::Lambda::Function', name: 'listener', properties: { Role: 'another' } },
      {
        type: 'AWS::Events::EventBusPolicy',
        name: 'publisher',
        properties: { EventBusName: 'caseward', StatementId: 'Publisher', Statement },
      },
    );
  const deny = {
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'events:PutEvents',
    Resource: 'caseward',
    Condition: {
      'ForAnyValue:StringEquals': { 'events:source': ['caseward'] },
      ArnNotEquals: { 'aws:PrincipalArn': role },
    },
  };
  const startedWith = (resources: ReturnType<typeof policy>) => {
    const context = createContext();
    const queues = startQueues(context, resources);
    const stateMachines = startStateMachines(context, resources);
    return { context, bus: startEventBus(context, resources, { ...context, queues, stateMachines }) };
  };
  const ours = { ...missed, Source: 'caseward' };

  it('[IN-2] keeps a source for the function with the role, and lets everybody put others', async () => {
    const { context, bus } = startedWith(policy(deny));
    const configuration = await clientConfiguration(context, bus.service);
    const putBy = async (caller?: string) => {
      const endpoint = caller ? endpointOf(configuration.endpoint, caller) : configuration.endpoint;
      const client = new EventBridgeClient({ ...configuration, endpoint });
      const entry = { Source: 'caseward', DetailType: 'x', Detail: '{}', EventBusName: 'caseward' };
      const { Entries } = await client.send(new PutEventsCommand({ Entries: [entry, { ...entry, Source: 'lms' }] }));
      return Entries?.map(({ ErrorCode }) => ErrorCode);
    };
    const refused = 'NotAuthorizedForSourceException';
    expect(await putBy('publish')).toEqual([undefined, undefined]);
    expect(await putBy('listener')).toEqual([refused, undefined]);
    expect(await putBy()).toEqual([refused, undefined]);
    expect(bus.put([ours, missed])).toMatchObject({
      FailedEntryCount: 1,
      Entries: [
        { ErrorCode: refused, ErrorMessage: expect.stringContaining('The policy of the bus caseward denies') },
        { EventId: expect.any(String) },
      ],
    });
    expect(bus.events().filter(({ source }) => source === 'caseward')).toHaveLength(1);
  });

  it('[IN-2] stops the start where it says what is not understood here, rather than to let everybody in', () => {
    const odd = { ...deny, Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } };
    expect(() => startedWith(policy(odd))).toThrow(/does not know the condition IpAddress aws:SourceIp/);
    expect(() => startedWith(policy({ ...deny, Principal: { AWS: role } }))).toThrow(
      /denies something to one principal/,
    );
  });
});

describe('[AL-12] The digits of a number', () => {
  it('[AL-12] are carried as they were written, in a detail that is JSON or an object', async () => {
    const { bus, inQueue, settled } = started();
    const Detail = '{"id":74140000000965463,"share":1.50,"far":1e400}';
    bus.put(
      parseVerbatim(
        `[${JSON.stringify({ ...missed, Detail })}, ${JSON.stringify(missed).replace('3', '74140000000965463')}]`,
      ),
    );
    await settled();
    const [first, second] = inQueue('inbox').map(({ body }) => body);
    expect(first).toContain(`"detail":${Detail}`);
    expect(second).toContain('"count":74140000000965463');
    expect(JSON.stringify(bus.events())).toContain(Detail);
  });
});

describe('What a rule asks for and cannot have stops the start', () => {
  it.each<[string, Wanted, RegExp]>([
    ['an input transformer', { target: { InputTransformer: {} } }, /Test\/to-inbox .*InputTransformer/s],
    ['an input path', { target: { InputPath: '$.detail' } }, /Test\/to-inbox .*InputPath/s],
    ['a target that is not there', { target: { Arn: arnOf.queue('nowhere') } }, /nowhere is not in the template/],
    ['a bus that is not there', { rule: { EventBusName: 'nowhere' } }, /its bus nowhere is not in the template/],
    [
      'a pattern that EventBridge does not know',
      { rule: { EventPattern: { source: [{ like: 'x' }] } } },
      /no operator "like"/,
    ],
  ])('%s', (_what, wanted, message) => {
    expect(() => started(wanted)).toThrow(message);
  });
});
