// The endpoints that exist only on the local stack: tokens, time, mail, what went over the bus,
// faults, and whether it is idle.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { AwsError } from '#local/aws-api/service.ts';
import { BadControlRequest, type ControlRequest, type ControlRoutes } from '#local/control/control-route.ts';
import { controlPage } from '#local/control/page.ts';
import type { StackActivity, Wait } from '#local/core/activity.ts';
import type { StackClock } from '#local/core/clock.ts';
import { InvalidFaults } from '#local/core/faults.ts';

type ControlHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers everything below `/_local/`. */
export function createControl(routes: ControlRoutes): ControlHandler {
  const all: ControlRoutes = {
    ...routes,
    'GET /_local/': { what: 'this page', answer: () => controlPage(all) },
  };
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname === '/_local' ? '/_local/' : url.pathname;
    const route = all[`${request.method} ${path}`];
    const { status, body } = route
      ? await answered(() => read(request, url).then(route.answer), route.status)
      : unknownRoute(all, path);
    const isPage = typeof body === 'string';
    response.writeHead(status, { 'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json' });
    response.end(isPage ? body : JSON.stringify(body, undefined, 2));
  };
}

async function answered(work: () => Promise<unknown>, status = () => 200): Promise<{ status: number; body: unknown }> {
  try {
    return { status: status(), body: await work() };
  } catch (error) {
    const message =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : String(error);
    const isTheirs = [BadControlRequest, InvalidFaults, AwsError, RangeError, z.ZodError].some(
      (kind) => error instanceof kind,
    );
    return { status: isTheirs ? 400 : 500, body: { message } };
  }
}

function unknownRoute(routes: ControlRoutes, path: string) {
  const methods = Object.keys(routes).filter((key) => key.endsWith(` ${path}`));
  return methods.length > 0
    ? { status: 405, body: { message: `There is ${methods.join(' and ')}.` } }
    : { status: 404, body: { message: `There is no ${path}; GET /_local/ tells what there is.` } };
}

async function read(request: IncomingMessage, url: URL): Promise<ControlRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  // Whatever it calls itself, what is not a mail is JSON: people use curl.
  const isMail = request.headers['content-type']?.startsWith('message/');
  return { query: url.searchParams, raw, body: raw.length > 0 && !isMail ? parsed(raw) : undefined };
}

function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new BadControlRequest('The body is not JSON.');
  }
}

const moveSchema = z.union([z.strictObject({ advance: z.string() }), z.strictObject({ to: z.string() })], {
  error: 'Say {"advance": "P3D"} (an ISO 8601 duration) or {"to": "2026-11-24T09:00:00Z"} (an instant).',
});

/**
 * `GET|POST /_local/clock`, and whether the stack is ready and anything is left to do. `isReady`:
 * all that a new stack begins with is there.
 */
export function clockRoutes(clock: StackClock, activity: StackActivity, isReady: () => boolean): ControlRoutes {
  const now = () => ({ now: new Date(clock.now()).toISOString() });
  const health = () => {
    const due = clock.pending().filter(({ at }) => at <= clock.now());
    const running = [...activity.running(), ...due.map(({ what }) => what)];
    const ready = isReady();
    const idle = ready && activity.idle() && due.length === 0;
    return { ready, idle, running, waiting: activity.waiting().map(shownWait), ...now() };
  };
  return {
    'GET /_local/clock': {
      what: 'what time it is, and what waits for its time',
      answer: () => ({ ...now(), pending: pending(clock) }),
    },
    'POST /_local/clock': {
      what: '<code>{"advance": "P3D"}</code> or <code>{"to": instant}</code>: time passes, answered when all that fell due is done',
      async answer({ body }) {
        const move = moveSchema.parse(body);
        await clock.advance((from) => ('advance' in move ? later(from, move.advance) : instantOf(move.to)));
        return now();
      },
    },
    'GET /_local/health': {
      what: 'whether it is ready (503 until then), whether everything is done, and what is waited for if not',
      status: () => (isReady() ? 200 : 503),
      answer: health,
    },
    'GET /_local/idle': {
      what: 'the same, answered when everything is done, or 20 seconds later where something waits for the clock',
      async answer() {
        const latest = performance.now() + longestAnswerMs;
        for (;;) {
          await activity.settled();
          const found = health();
          if (found.idle || performance.now() >= latest) return found;
          await sleep(askAgainMs);
        }
      },
    },
  };
}

// A client is to see that something waits, not to give up on an answer.
const longestAnswerMs = 20_000;
// What is settled and not idle waits for the clock: for another try of a message, say.
const askAgainMs = 25;

const shownWait = ({ until, ...wait }: Wait) => ({
  ...wait,
  ...(until !== undefined && { until: new Date(until).toISOString() }),
});

// Of thousands of timers the next ones tell enough.
const pendingShown = 50;

const pending = (clock: StackClock) =>
  clock
    .pending()
    .slice(0, pendingShown)
    .map(({ at, what }) => ({ at: new Date(at).toISOString(), what }));

// Beyond it, years have five digits and no longer sort or parse as ISO instants.
const latestInstant = Date.parse('9999-12-31T23:59:59Z');

function later(now: number, duration: string): number {
  const from = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC');
  return within(
    () => from.add(Temporal.Duration.from(duration)).epochMilliseconds,
    `${duration} is no ISO 8601 duration such as PT4H or P3D.`,
  );
}

function instantOf(text: string): number {
  return within(
    () => Temporal.Instant.from(text).epochMilliseconds,
    `${text} is no instant such as 2026-11-24T09:00:00Z.`,
  );
}

function within(read: () => number, complaint: string): number {
  let instant: number;
  try {
    instant = read();
  } catch {
    throw new BadControlRequest(complaint);
  }
  if (instant > latestInstant) throw new BadControlRequest('Time ends with the year 9999 here.');
  return instant;
}
