import type * as z from 'zod';
import { requesterOf } from '#functions/api/requester.ts';
import { type RouteHandler, type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import { contactNamedBy, contactsBy } from '#functions/mail/context.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { Person } from '#shared/access/person.ts';
import { mayAsRequester } from '#shared/access/policy.ts';
import { readLink } from '#shared/access/portal-link.ts';
import type { Requester } from '#shared/access/requester.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { afterMerges, definitionOf, findCase } from '#shared/casework/cases/cases.ts';
import { asItGoesOn, definitionAsItGoesOn, sideOf, type Thing } from '#shared/casework/cases/links/merged.ts';
import { mergedCases } from '#shared/casework/cases/links/merged-cases.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Route } from '#shared/core/http/route.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';
import type { PortalAccess } from '#shared/portal/portal.routes.ts';

/** A case that its requester asks about, whichever way they came. */
export interface PortalCase {
  /** The case as its requester sees it. */
  record: Case;
  definition: CaseDefinition;
  requester: Requester;
  /**
   * The case that what lies below it lies below by now: itself, or the one that it was merged into.
   */
  home: { record: Case; definition: CaseDefinition };
  /** Whether what is public of something below `home` is theirs to see. */
  shows: (thing: Thing) => boolean;
}

export const actorOfRequester = ({ id }: Pick<Requester, 'id'>): Actor => ({ kind: 'requester', id });

const byLogin = async (services: Services, id: string, caller: Person) => {
  const [found, requester] = await Promise.all([findCase(services.table, id), requesterOf(services, caller)]);
  return { found, requester };
};

/**
 * Every name under which the requester of a case may be kept out; of a link its address says whose
 * it is. A hidden requester has one name: by address, locks would show staff whose it is.
 */
const namesByLink = async (services: Services, record: Case, holder: string): Promise<string[]> => {
  if (record.anonymous) return [holder];
  const { onBehalfOf } = record;
  const contact = await contactNamedBy(services, record);
  const address = contact ? contact.email : onBehalfOf && 'name' in onBehalfOf ? onBehalfOf.email : undefined;
  const { people } = directoryOf(await services.definitions.all('groups'));
  const known = [...people.values(), ...(await contactsBy(services, record.locks))];
  return [holder, ...known.filter(({ email }) => isSameAddress(email, address)).map(({ id }) => id)];
};

const byLink = async (services: Services, token: string) => {
  const { table, now } = services;
  const opened = await readLink(table, { token, page: 'links' }, now());
  if (!opened) return { found: undefined, requester: undefined };
  const { caseId, link } = opened;
  const found = await readRecord<Case>(table, 'case', caseId);
  const names = found ? await namesByLink(services, found, link.holder) : [link.holder];
  const requester: Requester = { id: link.holder, names, caseId };
  return { found, requester };
};

/** The case that a merged one goes on in, unless that is no place for its requester. */
const homeOf = async ({ table }: Services, found: Case, { names }: Requester): Promise<Case | undefined> => {
  if (!found.mergedInto) return undefined;
  const home = await afterMerges(table, found.id);
  return home && !home.trashedAt && !names.some((name) => home.locks.includes(name)) ? home : undefined;
};

/** A case as its requester sees it: a merged one as it goes on. */
export const seenByRequester = async (
  services: Services,
  found: Case,
  { requester, home }: { requester: Requester; home?: Case | undefined },
): Promise<Pick<PortalCase, 'record' | 'definition'>> => {
  const definition = await definitionOf(services.definitions, found);
  const into = home ?? (await homeOf(services, found, requester));
  if (!into || into.id === found.id) return { record: found, definition };
  const ofOther = await definitionOf(services.definitions, into);
  return { record: asItGoesOn(found, into), definition: definitionAsItGoesOn(definition, ofOther) };
};

/**
 * The case that a requester asks about; for a command after everything that was due. @throws
 * `not-found` by login, `link-not-valid` by a link, the same whether it is absent or not theirs
 */
export const loadForRequester = async (
  services: Services,
  { path, caller }: Pick<RouteRequest<PortalAccess, unknown, unknown>, 'path' | 'caller'>,
  purpose: 'view' | 'act',
): Promise<PortalCase> => {
  const { found, requester } = await ('token' in path
    ? byLink(services, path.token)
    : byLogin(services, path.id, caller));
  if (!found || !requester || !mayAsRequester(requester, found))
    throw new Refusal('token' in path ? 'link-not-valid' : 'not-found');
  const there = (await homeOf(services, found, requester)) ?? found;
  const home = purpose === 'view' ? there : asWritable(await upToDate(services, there));
  const from = home.id === found.id ? undefined : found;
  const seen = await seenByRequester(services, from ?? home, { requester, home });
  return {
    ...seen,
    requester,
    home: { record: home, definition: from ? await definitionOf(services.definitions, home) : seen.definition },
    shows: sideOf(requester.id, { record: home, merged: await mergedCases(services.table, home), from }),
  };
};

/** One handler for both ways to a case. */
export const storyBothWays = <
  P extends z.ZodType<PortalAccess>,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  routes: readonly Route<P, Q, B, A>[],
  run: Parameters<typeof routeHandler<P, Q, B, A>>[1],
): RouteHandler[] => routes.map((route) => routeHandler(route, run));
