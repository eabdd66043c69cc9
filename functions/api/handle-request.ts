import { answerOf, dryRunAnswer, type HttpResponse } from '#functions/api/answers.ts';
import { callerKeyOf, sourceIpOf } from '#functions/api/caller.ts';
import { claimsOf } from '#functions/api/claims.ts';
import { caseInPath } from '#functions/api/hidden-cases.ts';
import { type ApiEvent, type Parsed, parseIdempotencyKey, parseIfMatch, parseInput } from '#functions/api/parse.ts';
import { fingerprintOf, keepAnswer, keptUnder, replay } from '#functions/api/replay.ts';
import type { HandlerResult, RouteHandler, RouteRequest } from '#functions/api/route-handler.ts';
import { requireWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person, personOf } from '#shared/access/person.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { byHand, type Intent } from '#shared/core/events/event.ts';
import { withMoreFaults } from '#shared/core/http/check-body.ts';
import { withoutFaulty } from '#shared/core/http/faults.ts';
import { type AnyRoute, needsToken } from '#shared/core/http/route.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { inParts, runJob } from '#shared/core/table/job.ts';
import { idempotencyKey } from '#shared/core/table/keys.ts';

// A request from its first gate to its answer: read, admitted, decided, committed.

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
export const handleRequest = async (
  event: ApiEvent,
  handler: RouteHandler,
  services: Services,
): Promise<HttpResponse> => {
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
