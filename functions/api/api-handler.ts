import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { answerOf, dryRunAnswer, type HttpResponse } from '#functions/api/answers.ts';
import { callerKeyOf, sourceIpOf } from '#functions/api/caller.ts';
import { claimsOf } from '#functions/api/claims.ts';
import { caseInPath } from '#functions/api/hidden-cases.ts';
import type { PageHandler } from '#functions/api/page-handler.ts';
import { type ApiEvent, type Parsed, parseIdempotencyKey, parseIfMatch, parseInput } from '#functions/api/parse.ts';
import { fingerprintOf, keepAnswer, keptUnder, replay } from '#functions/api/replay.ts';
import type { HandlerResult, RouteHandler, RouteRequest } from '#functions/api/route-handler.ts';
import { type HandlerTable, routerOf } from '#functions/api/router.ts';
import { requireWritable } from '#functions/api/writable.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person, personOf } from '#shared/access/person.ts';
import { type Fault, invalid, problem, Refusal } from '#shared/core/errors.ts';
import { byHand, type Intent } from '#shared/core/events/event.ts';
import { withMoreFaults } from '#shared/core/http/check-body.ts';
import { edgeEnvironment, edgeHeaders } from '#shared/core/http/environment.ts';
import { withoutFaulty } from '#shared/core/http/faults.ts';
import { type AnyRoute, needsToken } from '#shared/core/http/route.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { inParts, runJob } from '#shared/core/table/job.ts';
import { idempotencyKey } from '#shared/core/table/keys.ts';
import type { Cost } from '#shared/core/table/table.ts';

const callerOf = async (event: ApiEvent, services: Services): Promise<Person> => {
  const groups = await services.definitions.all('groups');
  return personOf(claimsOf(event), (group) => groups.get(group)?.value.staff ?? false);
};

/** The first gate. What a caller may do with a record is the policy's to say, in the handler. */
const admit = (route: AnyRoute, caller: Person): void => {
  if (needsToken(route) && caller.id === '') throw new Refusal('not-allowed');
  if (route.who === 'admin' && !caller.isAdmin) throw new Refusal('not-allowed');
  if (route.who === 'staff' && !caller.isStaff) throw new Refusal('not-allowed');
};

const isDryRun = (query: unknown): boolean =>
  typeof query === 'object' && query !== null && 'dryRun' in query && query.dryRun === 'true';

/** What the handler says against those members of a body that the schemas take. */
const faultsOfRest = async (
  event: ApiEvent,
  { route, run }: RouteHandler,
  { services, caller, parsed }: { services: Services; caller: Person; parsed: Parsed },
): Promise<Fault[]> => {
  if (!route.findsMoreFaults || parsed.query === undefined) return [];
  const body = withoutFaulty(route.input.body, parsed);
  if (body === undefined) return [];
  const { path, query } = parsed;
  const { requestId } = event.requestContext;
  const request = { path, query, body, caller, now: services.now(), requestId, sourceIp: sourceIpOf(event), round: 1 };
  await run(services, request as RouteRequest<never, never, never>);
  return [];
};

/**
 * What a request says, through the schemas.
 * @throws `invalid-request` with every fault at once, also those that only the record's type knows
 */
const readRequest = async (
  event: ApiEvent,
  handler: RouteHandler,
  { services, caller }: { services: Services; caller: Person },
): Promise<Parsed> => {
  const { route, faultsOfType } = handler;
  const parsed = parseInput(event, route);
  const { path, json, faults } = parsed;
  if (faults.length === 0) return parsed;
  if (path === undefined) throw invalid(faults);
  const asked = faultsOfType
    ? faultsOfType(services, { path: path as never, json, caller })
    : faultsOfRest(event, handler, { services, caller, parsed });
  const more = await asked.catch((error: unknown) => {
    // It is not there, or not for this caller; then there is nothing to add.
    if (error instanceof Refusal) return error.code === 'invalid-request' ? error.faults : [];
    throw error;
  });
  throw invalid(withMoreFaults(faults, more));
};

/** What is committed at a time of what a handler decided. */
const partsOf = ({ decisions = [], inPartsOf }: HandlerResult<unknown>): Decision[][] =>
  inPartsOf === undefined ? [decisions] : inParts(decisions, inPartsOf);

// What an item holds beside an answer takes far less than the rest of its 400 KB.
const largestKeptAnswer = 300 * 1024;

/** A long answer that shows what is there is not kept: to ask for it again changes nothing. */
const isKept = ({ body = '' }: HttpResponse, { decisions = [], writes = [] }: HandlerResult<unknown>): boolean =>
  decisions.length + writes.length > 0 || Buffer.byteLength(body) <= largestKeptAnswer;

/**
 * Writes what a handler decided. The marker of the answer comes last: a request that breaks off
 * between two parts is carried out again, not replayed.
 */
const commitOutcome = async (
  { commit, rehearse }: Services,
  { intent, outcome, marker }: { intent: Intent; outcome: HandlerResult<unknown>; marker: Write[] },
): Promise<void> => {
  const { writes = [], afterwards } = outcome;
  const parts = partsOf(outcome);
  if (parts.length > 1) for (const part of parts) rehearse(intent, part);
  await runJob(parts.slice(0, -1).map((part) => () => commit(intent, part)));
  const last = parts.at(-1) ?? [];
  const isLast = afterwards ? [] : marker;
  if (last.length > 0 || writes.length > 0 || isLast.length > 0) await commit(intent, last, [...writes, ...isLast]);
  if (!afterwards) return;
  await afterwards(intent);
  if (marker.length > 0) await commit(intent, [], marker);
};

/**
 * Handles a request by the newest configuration. A route that only shows a record may use that of
 * the last minute; but nobody is refused by it: then it runs again with the newest.
 */
const handleRequest = async (event: ApiEvent, handler: RouteHandler, services: Services): Promise<HttpResponse> => {
  const { definitions } = services;
  if (!handler.route.readsOneRecord) {
    await definitions.refresh();
    return handleByConfiguration(event, handler, services);
  }
  const isNewest = await definitions.refreshOnceAMinute(services.now());
  try {
    return await handleByConfiguration(event, handler, services);
  } catch (error) {
    if (isNewest) throw error;
    await definitions.refresh();
    return handleByConfiguration(event, handler, services);
  }
};

/**
 * Runs the handler: load → decide → commit → answer, again as long as somebody else writes first.
 * Where the key was used, its decision only checks access, and the kept answer is given again.
 */
const handleByConfiguration = async (
  event: ApiEvent,
  handler: RouteHandler,
  services: Services,
): Promise<HttpResponse> => {
  const { route, run } = handler;
  const now = services.now();
  const caller = await callerOf(event, services);
  admit(route, caller);
  const { path, query, body } = await readRequest(event, handler, { services, caller });
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
  const kept = async () => markerKey && (await keptUnder(services, markerKey, { event, now }));
  const context = { route, caller, named: caseInPath(route, path) };
  return againOnConflict(async (round) => {
    // What somebody else wrote first may have been configuration.
    if (round > 1) await services.definitions.refresh();
    const before = await kept();
    let outcome: HandlerResult<unknown>;
    try {
      // A request that is repeated is counted once, in its first round.
      outcome = await run(services, { ...request, round: before ? round + 1 : round } as RouteRequest<
        never,
        never,
        never
      >);
    } catch (refused) {
      // A caller who may not see the record (any more) gets no kept answer either. Any other
      // refusal may be the effect of the same request, if that had any.
      if (!(refused instanceof Refusal) || refused.status === 404) throw refused;
      const answer = before ?? (await kept());
      if (answer && !answer.changedNothing) return replay(services, answer, context);
      throw refused;
    }
    if (before) return replay(services, before, context);
    requireWritable(outcome.decisions ?? []);
    const byWhom = { ...intent, actor: outcome.actor ?? intent.actor };
    if (route.method !== 'GET' && isDryRun(query)) {
      for (const part of partsOf(outcome)) services.rehearse(byWhom, part, outcome.writes);
      return dryRunAnswer(services, { ...context, outcome });
    }
    const answer = await answerOf(services, { ...context, outcome });
    const keeping = { ...context, event, answer, outcome, now };
    const marker = markerKey && isKept(answer, outcome) ? [await keepAnswer(services, markerKey, keeping)] : [];
    await commitOutcome(services, { intent: byWhom, outcome, marker });
    return answer;
  });
};

interface Timed extends Cost {
  started: number;
}

/**
 * Says in the answer what it cost: own time and the table's, in milliseconds, and the units and
 * calls that it took. The bench reads it.
 */
const costs = (services: Services): middy.MiddlewareObj<ApiEvent, HttpResponse> => {
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
const requestIds = (): middy.MiddlewareObj<ApiEvent, HttpResponse> => ({
  after: ({ event, response }) => {
    if (response) response.headers = { ...response.headers, 'x-request-id': event.requestContext.requestId };
  },
});

/**
 * Which route each request went to: in the access log of the gateway one route stands for all of a
 * family.
 */
const accessLog = (): middy.MiddlewareObj<ApiEvent, HttpResponse, Error> => {
  const write = ({ event, response }: middy.Request<ApiEvent, HttpResponse, Error>): void =>
    logger.info('answered', {
      requestId: event.requestContext.requestId,
      route: event.routeKey,
      status: response?.statusCode,
    });
  return { after: write, onError: write };
};

/**
 * Who calls by way of CloudFront calls from where CloudFront says; that it was CloudFront is known
 * by its key. Anybody else calls from where the gateway saw them.
 */
const viewers = (): middy.MiddlewareObj<ApiEvent, HttpResponse> => {
  const { EDGE_KEY } = edgeEnvironment.parse(process.env);
  return {
    before: ({ event: { headers, requestContext } }) => {
      const viewer = headers[edgeHeaders.viewer];
      if (EDGE_KEY === undefined || headers[edgeHeaders.key] !== EDGE_KEY || viewer === undefined) return;
      requestContext.http.sourceIp = viewer;
    },
  };
};

const problemHeaders = (requestId: string) => ({
  'content-type': 'application/problem+json',
  'x-request-id': requestId,
});

const refusalAnswer = (refusal: Refusal, { requestContext: { requestId } }: ApiEvent): HttpResponse => ({
  statusCode: refusal.status,
  headers: { ...problemHeaders(requestId), ...refusal.headers },
  body: JSON.stringify(problem(refusal, requestId)),
});

/** Pages ask other routes, and show what they answer or refuse. */
const answered = async (
  event: ApiEvent,
  handler: RouteHandler | PageHandler,
  services: Services,
): Promise<HttpResponse> => {
  if ('run' in handler) return handleRequest(event, handler, services);
  return handler.page(services, event, async (other, asked) => {
    try {
      return await handleRequest(asked, other, services);
    } catch (error) {
      if (error instanceof Refusal) return refusalAnswer(error, event);
      throw error;
    }
  });
};

/**
 * Refusals become problem+json. Anything else is a fault of ours: logged with its stack, answered
 * without it.
 */
const problems = (): middy.MiddlewareObj<ApiEvent, HttpResponse, Error> => ({
  onError: (request) => {
    const { error, event } = request;
    const requestId = event.requestContext.requestId;
    if (error instanceof Refusal) {
      request.response = refusalAnswer(error, event);
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
    request.response = { statusCode: 500, headers: problemHeaders(requestId), body: JSON.stringify(body) };
  },
});

/**
 * The Lambda of a family of routes: log, request ids and costs outermost, problems around
 * everything that may refuse, then the handler.
 */
export const apiHandler = (services: Services, table: HandlerTable) => {
  const handlerOf = routerOf(table);
  return middy<ApiEvent, HttpResponse, Error, Context>()
    .use(accessLog())
    .use(viewers())
    .use(requestIds())
    .use(costs(services))
    .use(problems())
    .handler(async (event) =>
      // To a browser that asks for leave; what it may do, the gateway adds.
      event.requestContext.http.method === 'OPTIONS'
        ? { statusCode: 204 }
        : answered(event, await handlerOf(event), services),
    );
};
