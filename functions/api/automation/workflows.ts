import { faultsOfSound } from '#functions/api/config/faults.ts';
import { answerConfiguration, firstVersion } from '#functions/api/config/kept.ts';
import { pageOfVersions } from '#functions/api/config/versions.ts';
import { pageOfShortList } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { countMatching } from '#functions/automation/count-matching.ts';
import type { Services } from '#functions/services.ts';
import { decidePublication } from '#functions/workflows/publication.ts';
import { runningIn } from '#functions/workflows/running.ts';
import { actorOf } from '#shared/access/person.ts';
import { impactOn, publicationWrites, tokenOf } from '#shared/automation/workflows/publish.ts';
import { enrollingRule } from '#shared/automation/workflows/timed-workflow.ts';
import {
  createWorkflowRoute,
  deleteWorkflowRoute,
  getWorkflowRoute,
  listWorkflowsRoute,
  publishWorkflowRoute,
  putWorkflowRoute,
  versionsOfWorkflowRoute,
} from '#shared/automation/workflows/workflow.routes.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { faultsOfConfiguration, refuseFaults, usesOf } from '#shared/configuration/check.ts';
import { faultsOfCircles } from '#shared/configuration/faults-of-workflow.ts';
import { withOthers } from '#shared/configuration/file.ts';
import {
  type Configuration,
  type Configured,
  putConfiguration,
  removeConfiguration,
} from '#shared/core/definitions/configuration.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import { inUse, Refusal } from '#shared/core/errors.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import { requireVersion, requireVersionToPut } from '#shared/core/records/read.ts';

const kind = 'workflows' as const;

const answerWorkflow = (record: Configuration, published: number | undefined) => ({
  ...answerConfiguration(record),
  id: record.key,
  ...(published !== undefined && { published }),
});

const publishedVersion = async ({ definitions }: Services, key: string): Promise<number | undefined> =>
  (await definitions.one('workflow-publications', key))?.value.version;

export const workflowNamed = async ({ definitions }: Services, key: string): Promise<Configured<'workflows'>> => {
  const found = await definitions.one(kind, key);
  if (!found) throw new Refusal('not-found');
  return found;
};

/**
 * The next version of a workflow, checked as a whole. It may enrol in itself, once it has waited.
 * @throws `invalid-request` (400), `unknown-reference` (422)
 */
const decideWorkflow = async (
  services: Services,
  { key, value, current }: { key: string; value: Workflow; current: Configuration | undefined },
  { by, at }: Attribution,
) => {
  const nextVersion = current ? current.version + 1 : await firstVersion(services, `${kind}/${key}`);
  const decision = putConfiguration(current, { kind, key, value, by, at, nextVersion });
  const future = withOthers(services.definitions, [{ kind, configured: configured<'workflows'>(decision.after) }]);
  const { inside, missing } = await faultsOfConfiguration(future, kind, value);
  refuseFaults({ inside: [...inside, ...(await faultsOfCircles(future, key, value))], missing });
  return decision;
};

// GET /v1/workflows
export const listWorkflows = routeHandler(listWorkflowsRoute, async (services, request) => {
  const [all, publications] = await Promise.all([
    services.definitions.all(kind),
    services.definitions.all('workflow-publications'),
  ]);
  const items = [...all.values()]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(({ key, record }) => answerWorkflow(record, publications.get(key)?.value.version));
  return { body: await pageOfShortList(services, request, { name: kind, items, keyOf: ({ id }) => id }) };
});

// POST /v1/workflows
export const createWorkflow = routeHandler(
  createWorkflowRoute,
  async (services, { body, caller, now }) => {
    const key = services.newId(now).toLowerCase();
    const by = { by: actorOf(caller), at: now };
    const decision = await decideWorkflow(services, { key, value: body, current: undefined }, by);
    const { version } = decision.after;
    const publication = await decidePublication(services, { workflow: key, version, running: 'keep' }, by);
    return { decisions: [decision, publication], body: answerWorkflow(decision.after, version), version };
  },
  faultsOfSound(kind),
);

// GET /v1/workflows/{id}
export const getWorkflow = routeHandler(getWorkflowRoute, async (services, { path }) => {
  const { record, version } = await workflowNamed(services, path.id);
  return { body: answerWorkflow(record, await publishedVersion(services, path.id)), version };
});

// PUT /v1/workflows/{id}
export const putWorkflow = routeHandler(
  putWorkflowRoute,
  async (services, { path, body, caller, ifMatch, now }) => {
    const current = (await services.definitions.one(kind, path.id))?.record;
    requireVersionToPut(current, ifMatch);
    const by = { by: actorOf(caller), at: now };
    const decision = await decideWorkflow(services, { key: path.id, value: body, current }, by);
    return {
      decisions: [decision],
      status: current ? 200 : 201,
      body: answerWorkflow(decision.after, await publishedVersion(services, path.id)),
      version: decision.after.version,
    };
  },
  faultsOfSound(kind),
);

// DELETE /v1/workflows/{id}
export const deleteWorkflow = routeHandler(deleteWorkflowRoute, async (services, { path, ifMatch, now }) => {
  const { record, key } = await workflowNamed(services, path.id);
  requireVersion(record, ifMatch);
  const own = `workflow-publications/${key}`;
  const uses = (await usesOf(services.definitions, { kind, key })).filter((use) => use !== own);
  if (uses.length > 0) throw inUse(uses);
  for await (const _under of runningIn(services, key)) throw new Refusal('in-use', 'Somebody is under way in it');
  const publication = await services.definitions.one('workflow-publications', key);
  return {
    decisions: [
      removeConfiguration(record, now),
      ...(publication ? [removeConfiguration(publication.record, now)] : []),
    ],
    body: undefined,
  };
});

// GET /v1/workflows/{id}/versions
export const versionsOfWorkflow = routeHandler(versionsOfWorkflowRoute, async (services, request) => ({
  body: await pageOfVersions(services, request, { kind, key: request.path.id }),
}));

// POST /v1/workflows/{id}/publish
export const publishWorkflow = routeHandler(publishWorkflowRoute, async (services, { path, body, caller, now }) => {
  const { record, key, version, value } = await workflowNamed(services, path.id);
  const { running = 'keep', token: given } = body ?? {};
  const impact = await impactOn(runningIn(services, key));
  const token = tokenOf({ key, version }, impact);
  if (given === undefined) {
    const timed = enrollingRule(key, value);
    const matching = timed && (await countMatching(services, timed, now));
    return { body: { impact: { ...impact, ...matching }, token } };
  }
  if (given !== token) throw new Refusal('stale-token');
  const by = actorOf(caller);
  const decision = await decidePublication(services, { workflow: key, version, running }, { by, at: now });
  const writes = publicationWrites({
    workflow: key,
    version,
    running,
    generation: decision.after.version,
    by,
    eventId: services.newId(now),
    at: now,
  });
  return { decisions: [decision], writes, body: answerWorkflow(record, version), version };
});
