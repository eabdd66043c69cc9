// Schedules and scheduled rules on the virtual clock; what fell due while the stack was stopped is
// made up for at the start, once. While time is advanced they fire less often: see `Schedule.next`.

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { StackClock } from '#local/core/clock.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { type DeliveryTarget, openDeliveries } from '#local/event-bus/deliveries.ts';
import { type Senders, targetProperties, targetsOf } from '#local/event-bus/targets.ts';
import { type Firings, firingsOf } from '#local/schedules/expression.ts';

interface Schedules {
  /** Begins to fire. To be called when all that the targets need is up. */
  resume(): void;
}

interface Schedule {
  resource: Resource;
  firings: Firings;
  targets: DeliveryTarget[];
  /** `source` of the event that a target without an Input gets. */
  source: 'aws.events' | 'aws.scheduler';
}

const state = z.enum(['ENABLED', 'DISABLED']).default('ENABLED');

const ruleProperties = z.object({
  ScheduleExpression: z.string(),
  EventPattern: z.undefined({ error: 'a rule with a schedule and a pattern is better two rules' }).optional(),
  State: state,
  Targets: z.array(targetProperties).min(1),
});

const scheduleProperties = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  // Any instant within a flexible window would do; its first is taken.
  FlexibleTimeWindow: z.strictObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.int().optional(),
  }),
  State: state,
  Target: targetProperties.extend({
    Input: z
      .string()
      .refine((input) => !input.includes('<aws.scheduler.'), { error: 'placeholders of the scheduler are not filled' })
      .optional(),
  }),
});

/** Runs the schedules of the deployment. */
export function startSchedules(context: ServiceContext, deployment: DeployedResources, senders: Senders): Schedules {
  const { clock, store } = context;
  const schedules = [
    ...deployment.ofType('AWS::Events::Rule').flatMap((resource) => ruleOf(resource, deployment, senders) ?? []),
    ...deployment
      .ofType('AWS::Scheduler::Schedule')
      .flatMap((resource) => scheduleOf(resource, deployment, senders) ?? []),
  ];
  const targets = new Map(schedules.flatMap((schedule) => schedule.targets.map((target) => [target.key, target])));
  const deliveries = openDeliveries(context, 'schedules', targets);

  function nextOnStart(schedule: Schedule): number | undefined {
    const regular = schedule.firings.after(clock.now());
    const remembered = store.read<number | null>(memoryOf(schedule));
    if (remembered === undefined) return regular;
    if (remembered === null) return undefined;
    // Killed in the middle of an advance, it may remember the end of a stretch that does not come
    // any more.
    return regular === undefined ? remembered : Math.min(remembered, regular);
  }

  function fire(schedule: Schedule, instant: number) {
    const next = nextFiring(schedule.firings, instant, clock);
    const event = JSON.stringify(eventOf(schedule, instant, deployment));
    store.transaction(() => {
      for (const target of schedule.targets) deliveries.add(target, event);
      store.write(memoryOf(schedule), next ?? null);
    });
    wait(schedule, next);
  }

  function wait(schedule: Schedule, at: number | undefined) {
    if (at === undefined) return; // a schedule for one instant only
    clock.at(at, `${timerPrefix}${schedule.resource.name}`, () => {
      // Behind by more than one firing, as after a night in which the stack was stopped, it goes on
      // from now.
      const isLate = (schedule.firings.after(at) ?? Infinity) <= clock.now();
      fire(schedule, isLate ? clock.now() : at);
    });
  }

  return {
    resume() {
      deliveries.resume();
      for (const schedule of schedules) {
        const next = nextOnStart(schedule);
        store.write(memoryOf(schedule), next ?? null);
        wait(schedule, next);
      }
    },
  };
}

// Under this name its next firing is remembered. With another expression it is another schedule.
const memoryOf = ({ resource, firings }: Schedule) =>
  `schedule.${resource.stack}/${resource.logicalId}.${firings.expression}`;

const timerPrefix = 'schedule ';

// While time is advanced, firings with nothing but time before them find the same again and are
// left out, since each costs ten milliseconds; never for longer than this.
const longestGapMs = 24 * 3_600_000;

/**
 * When the schedule fires next. While time is advanced: at its last time before anything else
 * happens, the longest gap is over, or the advance ends.
 */
function nextFiring(firings: Firings, instant: number, clock: StackClock): number | undefined {
  const next = firings.after(instant);
  const goal = clock.advancingTo();
  if (next === undefined || goal === undefined) return next;
  const other = clock.pending().find(({ what }) => !what.startsWith(timerPrefix))?.at ?? goal;
  const limit = Math.min(goal, other, instant + longestGapMs);
  return firings.lastUntil(limit, next) ?? next;
}

/** What a target without an Input gets. */
function eventOf({ resource, source }: Schedule, instant: number, { account, region }: DeployedResources) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account,
    time: new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region,
    resources: [resource.arn],
    // EventBridge Scheduler gives the text of an empty object, a rule the object.
    detail: source === 'aws.scheduler' ? '{}' : {},
  };
}

/** Undefined for a rule without a schedule, and for one that is switched off. */
function ruleOf(resource: Resource, deployment: DeployedResources, senders: Senders): Schedule | undefined {
  if (resource.properties.ScheduleExpression === undefined) return undefined;
  const { ScheduleExpression, State, Targets } = propertiesOf(resource, ruleProperties);
  const firings = expressionOf(resource, ScheduleExpression, 'UTC');
  const targets = targetsOf(resource, Targets, { deployment, senders });
  return State === 'ENABLED' ? { resource, firings, targets, source: 'aws.events' } : undefined;
}

function scheduleOf(resource: Resource, deployment: DeployedResources, senders: Senders): Schedule | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone, State, Target } = propertiesOf(resource, scheduleProperties);
  const firings = expressionOf(resource, ScheduleExpression, ScheduleExpressionTimezone);
  const targets = targetsOf(resource, [Target], { deployment, senders });
  return State === 'ENABLED' ? { resource, firings, targets, source: 'aws.scheduler' } : undefined;
}

function expressionOf(resource: Resource, expression: string, zone: string): Firings {
  try {
    return firingsOf(expression, zone);
  } catch (error) {
    throw new CannotRun(resource, error instanceof Error ? error.message : String(error));
  }
}
