import { createHash } from 'node:crypto';
import type { HttpResponse } from '#functions/api/answers.ts';
import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import type { HandlerResult } from '#functions/api/route-handler.ts';
import { sight } from '#functions/api/sight.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type AnyRoute, audienceOf } from '#shared/core/http/route.ts';
import { own } from '#shared/core/records/own.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { answersKeptFor, type Key, recordKey, type SubjectRef } from '#shared/core/table/keys.ts';

// An answer kept under its Idempotency-Key, and what has to hold for it to be given again: the
// caller must see the record that it shows and no path names: docs/decisions/0036.

/** What an answer is kept and given again by. */
interface ReplayContext {
  route: AnyRoute;
  caller: Person;
  /** The case that the path names. */
  named?: string | undefined;
}

interface StoredResponse {
  answer: { status: number; body?: string; headers: Record<string, string> };
  /**
   * The record that it shows, where no path names it and the caller could see it. Markers of before
   * have none.
   */
  shows?: SubjectRef | undefined;
  /** Where members of its body lie that are not kept with it, as they are secret. */
  secrets?: Readonly<Record<string, Key>> | undefined;
  /** Whether the request only read; then a refusal today cannot be its own effect. */
  changedNothing?: boolean | undefined;
}
type Marker = Item & StoredResponse & { fingerprint: string; isErased?: true };

export const fingerprintOf = (event: ApiEvent): string =>
  createHash('sha256')
    .update(`${event.routeKey} ${event.rawPath} ${event.rawQueryString} ${event.body ?? ''}`)
    .digest('base64url');

/**
 * The record that an answer shows. Routes for requesters name in their path the one case that they
 * show.
 */
const shownBy = async (services: Services, { route, caller }: ReplayContext, outcome: HandlerResult<unknown>) => {
  if (audienceOf(route) === 'requester' || typeof outcome.body !== 'object' || outcome.body === null) return undefined;
  const { body, decisions = [] } = outcome;
  const own = decisions.find(({ after }) => 'id' in body && after.id === body.id);
  if (!own || (own.kind !== 'case' && own.kind !== 'alert')) return undefined;
  const sees = await sight(services, caller);
  return sees(own.kind, own.after) ? { kind: own.kind, id: own.after.id } : undefined;
};

const changesNothing = ({ decisions = [], writes = [], afterwards }: HandlerResult<unknown>): boolean =>
  decisions.length === 0 && writes.length === 0 && afterwards === undefined;

/** A body without its secrets, which a reader of the table is not to find in a marker. */
const withoutSecrets = (body: string | undefined, secrets: HandlerResult<unknown>['secrets']): string | undefined => {
  if (body === undefined || !secrets) return body;
  const members = Object.entries(JSON.parse(body) as object).filter(([name]) => !Object.hasOwn(secrets, name));
  return JSON.stringify(Object.fromEntries(members));
};

/** A kept body with its secrets, as they lie in the table by now. */
const withSecrets = async (
  { table }: Services,
  body: string | undefined,
  secrets: StoredResponse['secrets'],
): Promise<string | undefined> => {
  if (body === undefined || !secrets) return body;
  const found = await Promise.all(
    Object.entries(secrets).map(async ([name, key]) => [name, own(await table.get(key), name)] as const),
  );
  return JSON.stringify({ ...JSON.parse(body), ...Object.fromEntries(found) });
};

/** The write that keeps an answer under a key. */
export const keepAnswer = async (
  services: Services,
  key: Key,
  {
    event,
    answer,
    outcome,
    now,
    ...context
  }: ReplayContext & { event: ApiEvent; answer: HttpResponse; outcome: HandlerResult<unknown>; now: number },
): Promise<Write> => ({
  put: {
    ...key,
    fingerprint: fingerprintOf(event),
    answer: {
      status: answer.statusCode ?? 200,
      body: withoutSecrets(answer.body, outcome.secrets),
      headers: answer.headers,
    },
    secrets: outcome.secrets,
    shows: await shownBy(services, context, outcome),
    changedNothing: changesNothing(outcome),
    expiresAt: Math.ceil((now + answersKeptFor) / 1000),
  },
  // A marker that expires within this second counts as expired, as it does for its readers.
  when: { expiredBefore: Math.floor(now / 1000) + 1 },
});

/**
 * The answer that was kept under a key, if there is one. @throws `idempotency-key-reused` where it
 * answered another request, `not-found` where what it said was erased
 */
export const keptUnder = async (
  { table }: Services,
  key: Key,
  { event, now }: { event: ApiEvent; now: number },
): Promise<StoredResponse | undefined> => {
  const marker = (await table.get(key)) as Marker | undefined;
  // TTL deletes late; a key that has run out is as good as gone.
  if (!marker || Number(marker.expiresAt) * 1000 <= now) return undefined;
  if (marker.fingerprint !== fingerprintOf(event)) throw new Refusal('idempotency-key-reused');
  if (marker.isErased) throw new Refusal('not-found');
  return marker;
};

/** @throws `not-found` where the caller may not see any more what an answer shows */
const requireSight = async (services: Services, caller: Person, shows: SubjectRef): Promise<void> => {
  const item = await services.table.get(recordKey(shows));
  const sees = await sight(services, caller);
  if (!item || !sees(shows.kind, item.record)) throw new Refusal('not-found');
};

/**
 * A kept answer once more.
 * @throws `not-found` where the caller may not see any more what it shows
 */
export const replay = async (
  services: Services,
  { answer: { status, body: kept, headers }, shows, secrets }: StoredResponse,
  { route, caller, named }: ReplayContext,
): Promise<HttpResponse> => {
  if (shows) await requireSight(services, caller, shows);
  const body = await withSecrets(services, kept, secrets);
  const isJson = body !== undefined && headers['content-type'] === 'application/json';
  const shown =
    isJson && audienceOf(route) === 'caller'
      ? JSON.stringify(await withoutHiddenCases(services, { body: JSON.parse(body), caller, named }))
      : body;
  return {
    statusCode: status,
    headers: { ...headers, 'idempotent-replayed': 'true' },
    ...(shown !== undefined && { body: shown }),
  };
};
