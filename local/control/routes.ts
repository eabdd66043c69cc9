import * as z from 'zod';
import { clockRoutes } from '#local/control/control.ts';
import { BadControlRequest, type ControlRoutes } from '#local/control/control-route.ts';
import type { StackActivity } from '#local/core/activity.ts';
import type { StackClock } from '#local/core/clock.ts';
import { type FaultSettings, type Faults, parseFaults } from '#local/core/faults.ts';
import { parseVerbatim } from '#local/core/verbatim-json.ts';
import type { EventBus } from '#local/event-bus/event-bus.ts';
import type { RunningFunctions } from '#local/functions/functions.ts';
import type { FunctionReport } from '#local/functions/pool.ts';
import type { Issuer } from '#local/gateway/issuer.ts';
import type { MailIn } from '#local/mail/incoming.ts';
import type { MailService } from '#local/mail/mail.ts';
import type { Queues } from '#local/queues/queues.ts';
import type { StateMachines } from '#local/state-machines/state-machines.ts';

interface ControlParts {
  clock: StackClock;
  activity: StackActivity;
  faults: Faults;
  issuer: Issuer;
  mail: MailService;
  mailIn: MailIn;
  bus: EventBus;
  queues: Queues;
  stateMachines: StateMachines;
  functions: RunningFunctions;
  /** Whether all that a new stack begins with is there. */
  isReady: () => boolean;
  /** Lets calls of DynamoDB fail, or no longer. */
  rerouteDynamoDb(settings: FaultSettings): Promise<void>;
}

/** All control routes of the running parts of the stack. */
export function controlRoutes(parts: ControlParts): ControlRoutes {
  const { clock, activity, faults, issuer, mail, mailIn, bus, queues, stateMachines, functions } = parts;
  return {
    'POST /_local/token': {
      what: '<code>{"sub", "email", "name", "groups", …}</code> gives a token for the API',
      answer: async ({ body }) => ({ token: await issuer.sign(body) }),
    },
    'GET /_local/jwks': { what: 'the keys that tokens are signed with', answer: () => issuer.jwks },
    ...clockRoutes(clock, activity, parts.isReady),
    'GET /_local/mail': {
      what: 'the mails that were sent, <code>?to=</code> an address, <code>?about=</code> an id or reference that they name (or several), <code>?since=</code> an instant; people read them <a href="inbox">in the inbox</a>',
      answer: ({ query }) => ({
        items: mail.list({ to: query.get('to') ?? undefined, about: query.getAll('about'), since: sinceOf(query) }),
      }),
    },
    'GET /_local/inbox': {
      what: 'the mails that were sent, for people',
      answer: ({ query }) => mail.page(query.has('id') ? Number(query.get('id')) : undefined),
    },
    'POST /_local/inbound-mail': {
      what: 'a mail that somebody sends to us, as <code>message/rfc822</code>; <code>?to=</code> an address that its headers do not name, <code>?authentication=</code> what SES finds of its sender, such as <code>spf=fail; dkim=none; dmarc=none</code>',
      answer: ({ raw, query }) =>
        mailIn.receive(raw, {
          to: query.has('to') ? query.getAll('to') : undefined,
          authentication: query.get('authentication') ?? undefined,
        }),
    },
    'DELETE /_local/mail': {
      what: 'throws them all away',
      answer() {
        mail.clear();
        return { items: [] };
      },
    },
    'GET /_local/events': {
      what: 'what went over the bus, <code>?about=</code> the id of its subject, <code>?since=</code> an instant',
      answer: ({ query }) => ({ items: bus.events({ about: query.get('about') ?? undefined, since: sinceOf(query) }) }),
    },
    'POST /_local/events': {
      what: 'puts PutEvents entries on the bus, as a system from outside',
      answer: ({ raw }) => bus.put(raw.length > 0 ? parseVerbatim(raw.toString('utf8')) : undefined),
    },
    'GET /_local/executions': {
      what: 'executions of the state machines, <code>?machine=</code> of one of them',
      answer: ({ query }) => ({
        items: stateMachines.executions(query.get('machine') ?? undefined),
        transitions: stateMachines.transitions(),
      }),
    },
    'GET /_local/dlq': { what: 'what nobody could handle, and why', answer: () => ({ items: queues.dlq() }) },
    'POST /_local/dlq/redrive': {
      what: '<code>{"queue"}</code>, or nothing for all, gives that back to where it failed',
      answer({ body }) {
        const { success, data } = redriveSchema.safeParse(body ?? {});
        const moved = success ? queues.redrive(data.queue) : undefined;
        if (moved === undefined) throw new BadControlRequest('queue: names no dead-letter queue.');
        return { moved };
      },
    },
    'GET /_local/faults': { what: 'what is made to go wrong', answer: () => faults.settings() },
    'POST /_local/faults': {
      what: '<code>{"duplicate", "reorder", "delayMs", "fail", "seed"}</code> makes things go wrong; <code>{}</code> ends it',
      async answer({ body }) {
        const settings = parseFaults(
          body,
          functions.report().map(({ name }) => name),
        );
        faults.set(settings);
        await parts.rerouteDynamoDb(settings);
        return settings;
      },
    },
    'GET /_local/functions': {
      what: 'how often and how long each function ran, and the processor time of all its runs',
      answer: () => ({ items: functions.report().map(summary) }),
    },
  };
}

const redriveSchema = z.strictObject({ queue: z.string().optional() });
const instantSchema = z.iso.datetime({ offset: true });

function sinceOf(query: URLSearchParams): number | undefined {
  const since = query.get('since');
  if (since === null) return undefined;
  if (!instantSchema.safeParse(since).success)
    throw new BadControlRequest(`since: ${since} is no instant such as 2026-11-24T09:00:00Z.`);
  return Date.parse(since);
}

function summary({ initMs, durationsMs, cpuMs, ...rest }: FunctionReport) {
  return { ...rest, cpuMs: Math.round(cpuMs), initMs: percentiles(initMs), durationMs: percentiles(durationsMs) };
}

function percentiles(values: number[]) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 100) / 100;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
