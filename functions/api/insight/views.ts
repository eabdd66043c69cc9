import { pageOfShortList } from '#functions/api/pages.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { viewsUpTo } from '#functions/views/counted-up-to.ts';
import { countAllViews } from '#functions/views/counts.ts';
import { viewWrites } from '#functions/views/save-view.ts';
import { mayChangeView, mayReadView, storedView, viewsFor } from '#functions/views/stored-views.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { conditionRegistry } from '#shared/configuration/check.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { ofRows } from '#shared/core/conditions/registry.ts';
import { type Fault, invalid, missingReference, Refusal, unknownReferences } from '#shared/core/errors.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { iso } from '#shared/core/records/instants.ts';
import { requireVersion, requireVersionToPut } from '#shared/core/records/read.ts';
import { type BuiltInView, builtInViews, isBuiltIn } from '#shared/insight/views/built-in.ts';
import {
  countViewsRoute,
  createViewRoute,
  deleteViewRoute,
  getViewRoute,
  listViewsRoute,
  putViewRoute,
} from '#shared/insight/views/view.routes.ts';
import {
  type KeptView,
  type NewView,
  newViewSchema,
  type ViewAnswer,
  type ViewSubject,
  viewSubjects,
} from '#shared/insight/views/view.schema.ts';
import { asksRecordAlone, kindOf } from '#shared/insight/views/view.ts';

const answerView = ({ question: _counted, ...view }: KeptView): ViewAnswer => ({ ...view, builtIn: false });
const answerBuiltIn = ({ key, name, kind, condition }: BuiltInView): ViewAnswer => ({
  key,
  name,
  for: kind === 'case' ? 'cases' : 'alerts',
  condition,
  shared: [],
  pinned: true,
  builtIn: true,
});

const builtInFor = (caller: Person, subjects: readonly ViewSubject[]): ViewAnswer[] =>
  subjects.flatMap((subject) => builtInViews(kindOf(subject), caller).map(answerBuiltIn));

// GET /v1/views
export const listViews = routeHandler(listViewsRoute, async (services, { query, caller }) => {
  const { for: subject, ...place } = query;
  const saved = (await viewsFor(services, caller)).filter((view) => subject === undefined || view.for === subject);
  const items = [...builtInFor(caller, subject ? [subject] : viewSubjects), ...saved.map(answerView)];
  const list = { name: `views of ${subject ?? 'all'}`, items, keyOf: (one: ViewAnswer) => `${one.for} ${one.key}` };
  return { body: await pageOfShortList(services, { query: place, caller }, list) };
});

// GET /v1/views/counts
export const countViews = routeHandler(countViewsRoute, async (services, { query, caller, now }) => {
  const kind = kindOf(query.for);
  const asOf = await viewsUpTo(services, kind, now);
  const items = await countAllViews(services, { caller, kind, at: now });
  return { body: { items, asOf } };
});

// GET /v1/views/{key}
export const getView = routeHandler(getViewRoute, async (services, { path, query, caller }) => {
  const builtIn = builtInFor(caller, query.for ? [query.for] : viewSubjects).find(({ key }) => key === path.key);
  if (builtIn) return { body: builtIn };
  const view = await storedView(services, path.key);
  if (!view || !mayReadView(caller, view)) throw new Refusal('not-found');
  return { body: answerView(view), version: view.version };
});

/** What the configuration has against a view, beside its shape. */
const faultsOfView = async (services: Services, view: Partial<NewView>): Promise<Fault[]> => {
  const { condition, for: subject, pinned } = view;
  if (!condition || !subject) return [];
  const registry = ofRows(await conditionRegistry(services.definitions), kindOf(subject));
  const faults = checkCondition(condition, registry, '/condition');
  const isCounted = !pinned || faults.length > 0 || asksRecordAlone(kindOf(subject), condition);
  const detail = `a pinned view asks ${subject} for nothing but themselves, since it is counted as they change`;
  return isCounted ? faults : [{ pointer: '/pinned', code: 'not-countable', detail }];
};

const faultsOfBody: FaultsOfType<unknown> = (services, { json }) =>
  faultsOfView(services, soundMembers(newViewSchema, json));

/** @throws 400 with all that is wrong; `unknown-reference` for a team that is not there */
const checkView = async (services: Services, view: NewView): Promise<void> => {
  const faults = await faultsOfView(services, view);
  if (faults.length > 0) throw invalid(faults);
  const groups = await services.definitions.all('groups');
  const missing = view.shared.flatMap((group, index) =>
    groups.has(group) ? [] : [missingReference(`/shared/${index}`, 'group', group)],
  );
  if (missing.length > 0) throw unknownReferences(missing);
};

/** Writes a view, and begins to count by it. */
const save = async (
  services: Services,
  {
    before,
    body,
    key,
    caller,
    now,
  }: { before: KeptView | undefined; body: NewView; key: string; caller: Person; now: number },
) => {
  const after: KeptView = {
    ...body,
    key,
    id: key,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? iso(now),
    createdBy: before?.createdBy ?? actorOf(caller),
    updatedAt: iso(now),
  };
  const writes = await viewWrites(services, { before, after }, now);
  return {
    writes,
    body: answerView(after),
    version: after.version,
  };
};

// POST /v1/views
export const createView = routeHandler(
  createViewRoute,
  async (services, { body, caller, now }) => {
    await checkView(services, body);
    // Keys have small letters.
    const key = body.key ?? services.newId(now).toLowerCase();
    if (isBuiltIn(key) || (await storedView(services, key))) throw new Refusal('already-exists');
    return save(services, { before: undefined, body, key, caller, now });
  },
  faultsOfBody,
);

// PUT /v1/views/{key}
export const putView = routeHandler(
  putViewRoute,
  async (services, { path, body, caller, ifMatch, now }) => {
    const { key } = path;
    if (isBuiltIn(key)) throw new Refusal('not-allowed');
    if (body.key !== undefined && body.key !== key)
      throw invalid([{ pointer: '/key', code: 'other-key', detail: `the path says ${key}` }]);
    const before = await storedView(services, key);
    // That there is one under a key tells nothing of it.
    if (before && !mayReadView(caller, before)) throw new Refusal('already-exists');
    if (before && !mayChangeView(caller, before)) throw new Refusal('not-allowed');
    requireVersionToPut(before, ifMatch);
    await checkView(services, body);
    return { ...(await save(services, { before, body, key, caller, now })), status: before ? 200 : 201 };
  },
  faultsOfBody,
);

// DELETE /v1/views/{key}
export const deleteView = routeHandler(deleteViewRoute, async (services, { path, caller, ifMatch, now }) => {
  if (isBuiltIn(path.key)) throw new Refusal('not-allowed');
  const before = await storedView(services, path.key);
  if (!before || !mayReadView(caller, before)) throw new Refusal('not-found');
  if (!mayChangeView(caller, before)) throw new Refusal('not-allowed');
  if (ifMatch !== undefined) requireVersion(before, ifMatch);
  return { writes: await viewWrites(services, { before, after: undefined }, now), body: undefined };
});
