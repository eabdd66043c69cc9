import { describe, expect, it } from 'vitest';
import { startQueues } from '#local/queues/queues.ts';
import { firingsOf } from '#local/schedules/expression.ts';
import { startSchedules } from '#local/schedules/schedules.ts';
import {
  arnOf,
  createContext,
  type Declared,
  day,
  deploymentOf,
  type Handlers,
  hour,
  minute,
  stateFolder,
} from './local-services.ts';

const rule = (expression: string, fields: Record<string, unknown> = {}) => ({
  type: 'AWS::Events::Rule',
  name: 'sweep-rule',
  properties: { ScheduleExpression: expression, Targets: [{ Id: 'Target0', Arn: arnOf.function('sweep') }], ...fields },
});

const schedule = (expression: string, fields: Record<string, unknown> = {}, target: Record<string, unknown> = {}) => ({
  type: 'AWS::Scheduler::Schedule',
  name: 'sweep-schedule',
  properties: {
    ScheduleExpression: expression,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: arnOf.function('sweep'), RoleArn: 'arn:aws:iam::000000000000:role/x', ...target },
    ...fields,
  },
});

function started(resource: Declared, { handlers, folder }: { handlers?: Handlers; folder?: string } = {}) {
  const fired: number[] = [];
  const context = createContext({
    folder,
    handlers: {
      sweep: (payload) => {
        fired.push(context.clock.now());
        return handlers?.sweep?.(payload);
      },
    },
  });
  const resources = deploymentOf(
    { type: 'AWS::Lambda::Function', name: 'sweep' },
    { type: 'AWS::SQS::Queue', name: 'lost' },
    resource,
  );
  const queues = startQueues(context, resources);
  const schedules = startSchedules(context, resources, {
    ...context,
    queues,
    stateMachines: { start: () => expect.unreachable() },
  });
  schedules.resume();
  return { ...context, context, fired, queues, from: context.clock.now() };
}

const gaps = (instants: number[]) => instants.slice(1).map((at, index) => at - (instants[index] ?? 0));

describe('A schedule', () => {
  it('fires at its rate, each firing done before the next', async () => {
    let running = 0;
    const { fired, passes } = started(rule('rate(5 minutes)'), {
      handlers: {
        async sweep() {
          running += 1;
          await new Promise(setImmediate);
          expect(running).toBe(1);
          running -= 1;
        },
      },
    });
    for (let step = 0; step < 5; step += 1) await passes(5 * minute);
    expect(fired).toHaveLength(5);
    for (const gap of gaps(fired)) expect(gap).toBe(5 * minute);
  });

  it('tells a rule of an event of its own, and a schedule its Input', async () => {
    const byRule = started(rule('rate(1 hour)'));
    await byRule.passes(hour);
    expect(byRule.invocations[0]?.payload).toMatchObject({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      detail: {},
    });
    const bySchedule = started(schedule('rate(1 hour)', {}, { Input: '{"why":"sweep"}' }));
    await bySchedule.passes(hour);
    expect(bySchedule.invocations[0]?.payload).toEqual({ why: 'sweep' });
  });

  it('leaves out firings in the empty stretches of a long advance, but never for more than a day, and a month takes little', async () => {
    const { fired, passes, from } = started(rule('rate(5 minutes)'));
    await passes(30 * day);
    expect(fired.length).toBeLessThan(50);
    expect(Math.max(...gaps(fired))).toBeLessThanOrEqual(day);
    expect(fired.at(-1)).toBeGreaterThan(from + 30 * day - 6 * minute);
    for (const gap of gaps(fired)) expect(gap % (5 * minute)).toBe(0);
    const before = fired.length;
    await passes(10 * minute);
    expect(fired.length).toBe(before + 2);
  });

  it('leaves none out around anything else that happens', async () => {
    const { fired, clock, passes, from } = started(rule('rate(5 minutes)'));
    const other = from + 3 * hour + 2 * minute;
    clock.at(other, 'something else', () => {});
    await passes(5 * hour);
    const [before = 0, after = 0] = [fired.findLast((at) => at <= other), fired.find((at) => at > other)];
    expect(other - before).toBeLessThan(5 * minute);
    expect(after - other).toBeLessThanOrEqual(5 * minute);
  });

  it('that fails is tried again as its retry policy says, then its event goes to the dead-letter queue', async () => {
    const fields = { RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: arnOf.queue('lost') } };
    const handlers = { sweep: () => Promise.reject(new Error('down')) };
    const { fired, passes, queues } = started(schedule('rate(1 day)', {}, fields), { handlers });
    await passes(day + hour);
    expect(fired).toHaveLength(2);
    expect(queues.dlq()).toEqual([
      { queue: 'lost', body: expect.stringContaining('aws.scheduler'), reason: 'Error: down' },
    ]);
  });

  it('makes up once for what fell due while the stack was stopped, and keeps its rhythm otherwise', async () => {
    const folder = stateFolder();
    const before = started(rule('rate(1 hour)'), { folder });
    await before.passes(90 * minute);
    before.store.write('clock.offset', before.clock.now() - Date.now() + day);
    before.kill();
    const after = started(rule('rate(1 hour)'), { folder });
    await after.passes(0);
    expect(after.fired).toHaveLength(1);
    await after.passes(hour);
    expect(after.fired).toHaveLength(2);
  });

  it('repeats the firing that a kill cut short in the middle of an advance, and goes on at its rate', async () => {
    const folder = stateFolder();
    const before = started(rule('rate(5 minutes)'), {
      folder,
      handlers: {
        sweep() {
          if (before.fired.length === 3) before.kill();
        },
      },
    });
    void before.passes(30 * day);
    await expect.poll(() => before.fired.length).toBe(3);
    const after = started(rule('rate(5 minutes)'), { folder });
    await after.passes(5 * minute);
    expect(after.fired).toEqual([expect.closeTo(after.from, -3), expect.closeTo(after.from + 5 * minute, -3)]);
  });

  it('that is switched off never fires, and one for a single instant fires once', async () => {
    const off = started(rule('rate(1 hour)', { State: 'DISABLED' }));
    await off.passes(day);
    expect(off.fired).toEqual([]);
    const at = new Date(off.clock.now() + 2 * day).toISOString().slice(0, 19);
    const once = started(schedule(`at(${at})`));
    await once.passes(4 * day);
    expect(once.fired.map((instant) => new Date(instant).toISOString().slice(0, 19))).toEqual([at]);
  });
});

describe('Expressions', () => {
  const after = '2026-11-24T10:00:00.000Z'; // a Tuesday
  it.each([
    ['cron(0 12 * * ? *)', 'UTC', '2026-11-24T12:00:00.000Z'],
    ['cron(0/15 8-17 ? * MON-FRI *)', 'UTC', '2026-11-24T10:15:00.000Z'],
    ['cron(0 9 ? * 1 *)', 'UTC', '2026-11-29T09:00:00.000Z'], // 1 is Sunday
    ['cron(0 9 ? * 2#1 *)', 'UTC', '2026-12-07T09:00:00.000Z'],
    ['cron(15 10 ? * 6L 2027-2030)', 'UTC', '2027-01-29T10:15:00.000Z'],
    ['cron(0 0 L * ? *)', 'UTC', '2026-11-30T00:00:00.000Z'],
    ['cron(0 6 15W * ? *)', 'UTC', '2026-12-15T06:00:00.000Z'],
    ['cron(30 7 * * ? *)', 'Europe/Berlin', '2026-11-25T06:30:00.000Z'],
    ['at(2026-12-01T08:00:00)', 'America/New_York', '2026-12-01T13:00:00.000Z'],
    ['rate(1 minute)', 'UTC', '2026-11-24T10:01:00.000Z'],
    ['rate(2 days)', 'UTC', '2026-11-26T10:00:00.000Z'],
  ])('%s in %s is next due at %s', (expression, zone, next) => {
    expect(new Date(firingsOf(expression, zone).after(Date.parse(after)) ?? 0).toISOString()).toBe(next);
  });

  it.each([
    ['every(5 minutes)', /none of rate/],
    ['rate(1 minutes)', /a rate is such as/],
    ['rate(5 minute)', /a rate is such as/],
    ['rate(0 minutes)', /a rate is such as/],
    ['cron(0 12 * * *)', /six fields/],
    ['cron(0 12 * * * *)', /only one, must be \?/],
    ['cron(99 12 * * ? *)', /99/],
  ])('%s stops the start', (expression, message) => {
    expect(() => started(rule(expression))).toThrow(message);
    expect(() => started(rule(expression))).toThrow('Test/sweep-rule');
  });
});
