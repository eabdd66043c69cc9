import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { type Answer, answerOf, dryRunAnswer } from '#functions/api/answers.ts';
import { callerKeyOf, sourceIpOf } from '#functions/api/caller.ts';
import { claimsOf } from '#functions/api/claims.ts';
import { type ApiEvent, type Parsed, parseIdempotencyKey, parseIfMatch, parseInput } from '#functions/api/parse.ts';
import { type RouteTable, storiesOf } from '#functions/api/route-table.ts';
import type { Outcome, Story, StoryRequest } from '#functions/api/story.ts';
import { requireWritable } from '#functions/api/writable.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person, personOf } from '#shared/access/person.ts';
import { invalid, problem, Refusal } from '#shared/errors.ts';
import { byHand, type Intent } from '#shared/events/event.ts';
import { withMoreFaults } from '#shared/http/check-body.ts';
import type { AnyRoute } from '#shared/http/route.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import type { Decision, Item, Write } from '#shared/table/decision.ts';
import { idempotencyKey, type Key } from '#shared/table/keys.ts';
import { inParts } from '#shared/table/size.ts';
import type { Cost } from '#shared/table/table.ts';

// Idempotency keys are kept this long, by api.md.
const keptFor = 24 * 60 * 60 * 1000;

const callerOf = async (event: ApiEvent, services: Services): Promise<Person> => {
  const groups = await services.definitions.all('groups');
  return personOf(claimsOf(event), (group) => groups.get(group)?.value.staff ?? false);
};

/** The first gate. What a caller may do with a record is the policy's to say, in the story. */
const admit = (route: AnyRoute, caller: Person): void => {
  if (route.who === 'admin' && !caller.isAdmin) throw new Refusal('not-allowed');
  if (route.who === 'staff' && !caller.isStaff) throw new Refusal('not-allowed');
};

interface Marker extends Item {
  fingerprint: string;
  answer: { status: number; body?: string; headers: Record<string, string> };
}

const fingerprintOf = (event: ApiEvent): string =>
  createHash('sha256')
    .update(`${event.routeKey} ${event.rawPath} ${event.rawQueryString} ${event.body ?? ''}`)
    .digest('base64url');

const markerOf = (key: Key, event: ApiEvent, { statusCode, body, headers }: Answer, now: number): Write => ({
  put: {
    ...key,
    fingerprint: fingerprintOf(event),
    answer: { status: statusCode ?? 200, body, headers },
    expiresAt: Math.ceil((now + keptFor) / 1000),
  },
  // One that runs out within this second has run out, as it has for whoever reads it.
  when: { expiredBefore: Math.floor(now / 1000) + 1 },
});

/** The answer that was kept under a key, if there is one. @throws `idempotency-key-reused` where it answered another request */
const replay = async ({ table }: Services, key: Key, event: ApiEvent, now: number): Promise<Answer | undefined> => {
  const marker = (await table.get(key)) as Marker | undefined;
  // TTL deletes late; a key that has run out is as good as gone.
  if (!marker || Number(marker.expiresAt) * 1000 <= now) return undefined;
  if (marker.fingerprint !== fingerprintOf(event)) throw new Refusal('idempotency-key-reused');
  const { status, body, headers } = marker.answer;
  return {
    statusCode: status,
    headers: { ...headers, 'idempotent-replayed': 'true' },
    ...(body !== undefined && { body }),
  };
};

const isDryRun = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === 'true';

/** What a request says, through the schemas. @throws `invalid-request` with every fault at once: those of the schemas, and those that only the type of the record knows */
const readRequest = async (
  event: ApiEvent,
  { route, faultsOfType }: Story,
  { services, caller }: { services: Services; caller: Person },
): Promise<Parsed> => {
  const parsed = parseInput(event, route);
  const { path, json, faults } = parsed;
  if (faults.length === 0) return parsed;
  if (!faultsOfType || path === undefined) throw invalid(faults);
  const more = await faultsOfType(services, { path: path as never, json, caller }).catch((error: unknown) => {
    // It is not there, or not for this caller; then there is nothing to add.
    if (error instanceof Refusal) return [];
    throw error;
  });
  throw invalid(withMoreFaults(faults, more));
};

/** What is committed at a time of what a story decided. */
const partsOf = ({ decisions = [], inPartsOf }: Outcome<unknown>): Decision[][] =>
  inPartsOf === undefined ? [decisions] : inParts(decisions, inPartsOf);

/** Writes what a story decided. The marker of the answer comes last: a request that breaks off between two parts is carried out again, not replayed. */
const commitOutcome = async (
  { commit, rehearse }: Services,
  { intent, outcome, marker }: { intent: Intent; outcome: Outcome<unknown>; marker: Write[] },
): Promise<void> => {
  const { writes = [], afterwards } = outcome;
  const parts = partsOf(outcome);
  if (parts.length > 1) for (const part of parts) rehearse(intent, part);
  for (const part of parts.slice(0, -1)) await commit(intent, part);
  const last = parts.at(-1) ?? [];
  const isLast = afterwards ? [] : marker;
  if (last.length > 0 || writes.length > 0 || isLast.length > 0) await commit(intent, last, [...writes, ...isLast]);
  if (!afterwards) return;
  await afterwards(intent);
  if (marker.length > 0) await commit(intent, [], marker);
};

/**
 * Tells one story by the configuration of now. One that only shows a record may go by that of the last minute; but nobody is refused by it: then it is told
 * again by the configuration of now.
 */
const tell = async (event: ApiEvent, told: Story, services: Services): Promise<Answer> => {
  const { definitions } = services;
  if (!told.route.readsOneRecord) {
    await definitions.refresh();
    return tellByWhatIsKept(event, told, services);
  }
  const isOfNow = await definitions.refreshOnceAMinute(services.now());
  try {
    return await tellByWhatIsKept(event, told, services);
  } catch (error) {
    if (isOfNow) throw error;
    await definitions.refresh();
    return tellByWhatIsKept(event, told, services);
  }
};

/** Tells one story: replays it where its key was used, else load → decide → commit → answer, again as long as somebody else writes first. */
const tellByWhatIsKept = async (event: ApiEvent, told: Story, services: Services): Promise<Answer> => {
  const { route, tell: run } = told;
  const now = services.now();
  const caller = await callerOf(event, services);
  admit(route, caller);
  const { path, query, body } = await readRequest(event, told, { services, caller });
  const key = route.method === 'POST' && !isDryRun(query) ? parseIdempotencyKey(event) : undefined;
  const request = {
    path,
    query,
    body,
    caller,
    ifMatch: parseIfMatch(event, route),
    now,
    requestId: event.requestContext.requestId,
    sourceIp: sourceIpOf(event),
    idempotency: key === undefined ? undefined : { key, fingerprint: fingerprintOf(event) },
  };
  const markerKey = key === undefined ? undefined : idempotencyKey(callerKeyOf(event, caller), key);
  const intent: Intent = { actor: actorOf(caller), at: now, cause: byHand };
  const replayed = async () => markerKey && (await replay(services, markerKey, event, now));
  return againOnConflict(async (round) => {
    // What somebody else wrote first may have been configuration.
    if (round > 1) await services.definitions.refresh();
    const before = await replayed();
    if (before) return before;
    let outcome: Outcome<unknown>;
    try {
      outcome = await run(services, { ...request, round } as StoryRequest<never, never, never>);
    } catch (refused) {
      // The same request may have got through in the meantime; then what refuses this one is its effect.
      const answer = await replayed();
      if (answer) return answer;
      throw refused;
    }
    requireWritable(outcome.decisions ?? []);
    const byWhom = { ...intent, actor: outcome.actor ?? intent.actor };
    if (isDryRun(query)) {
      for (const part of partsOf(outcome)) services.rehearse(byWhom, part, outcome.writes);
      return dryRunAnswer(services, { route, caller, outcome });
    }
    const answer = await answerOf(services, { route, caller, outcome });
    const marker = markerKey ? [markerOf(markerKey, event, answer, now)] : [];
    await commitOutcome(services, { intent: byWhom, outcome, marker });
    return answer;
  });
};

interface Timed extends Cost {
  started: number;
}

/** Says in the answer what it cost: own time and the table's, in milliseconds, and the units and calls that it took. The bench reads it. */
const costs = (services: Services): middy.MiddlewareObj<ApiEvent, Answer> => {
  let before: Timed;
  return {
    before: () => {
      before = { started: performance.now(), ...services.table.cost };
    },
    after: ({ response }) => {
      if (!response) return;
      const { calls, reads, writes, milliseconds } = services.table.cost;
      const table = milliseconds - before.milliseconds;
      const own = performance.now() - before.started - table;
      const units = `reads=${reads - before.reads} writes=${writes - before.writes} calls=${calls - before.calls}`;
      response.headers = {
        ...response.headers,
        'server-timing': `own;dur=${own.toFixed(2)}, table;dur=${table.toFixed(2)};desc="${units}"`,
      };
    },
  };
};

/** Every answer says which request it answers. */
const requestIds = (): middy.MiddlewareObj<ApiEvent, Answer> => ({
  after: ({ event, response }) => {
    if (response) response.headers = { ...response.headers, 'x-request-id': event.requestContext.requestId };
  },
});

/** Refusals become problem+json. Anything else is a fault of ours: logged with its stack, answered without it. */
const problems = (): middy.MiddlewareObj<ApiEvent, Answer, Error> => ({
  onError: (request) => {
    const { error, event } = request;
    const requestId = event.requestContext.requestId;
    const headers = { 'content-type': 'application/problem+json', 'x-request-id': requestId };
    if (error instanceof Refusal) {
      request.response = {
        statusCode: error.status,
        headers: { ...headers, ...error.headers },
        body: JSON.stringify(problem(error, requestId)),
      };
      return;
    }
    logger.error('a request failed', {
      requestId,
      routeKey: event.routeKey,
      error:
        error instanceof z.ZodError ? new Error(`answer does not fit its schema: ${error.message}`) : (error as Error),
    });
    const body = {
      type: 'urn:caseward:problem:internal',
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal',
      requestId,
    };
    request.response = { statusCode: 500, headers, body: JSON.stringify(body) };
  },
});

/** The Lambda of a family of routes: request ids and costs outermost, problems around everything that may refuse, then the story. */
export const apiHandler = (services: Services, table: RouteTable) => {
  const storyOf = storiesOf(table);
  return middy<ApiEvent, Answer, Error, Context>()
    .use(requestIds())
    .use(costs(services))
    .use(problems())
    .handler(async (event) => tell(event, await storyOf(event.routeKey), services));
};
