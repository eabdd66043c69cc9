import { loadAllowedAlert } from '#functions/api/alerts/load.ts';
import { workflowNamed } from '#functions/api/automation/workflows.ts';
import { loadOtherCase } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { withCallsOf } from '#functions/workflows/calls-in-log.ts';
import { publishedWorkflow } from '#functions/workflows/published.ts';
import { readEnrolment } from '#functions/workflows/read-enrolment.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { mayInWorkflow } from '#shared/access/policy.ts';
import { beginIn, onlyEnrolmentId } from '#shared/automation/workflows/enrol.ts';
import type { EnrolmentAnswer, EnrolmentContext } from '#shared/automation/workflows/enrolment.schema.ts';
import { answerEnrolment, type Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentEvent, enrolmentIn, enrolmentWrites } from '#shared/automation/workflows/enrolment-writes.ts';
import { nameInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { ended } from '#shared/automation/workflows/step-enrolment.ts';
import {
  abortEnrolmentRoute,
  enrolRoute,
  getEnrolmentRoute,
  listEnrolmentsRoute,
} from '#shared/automation/workflows/workflow.routes.ts';
import { disabled, Refusal, unknownReference } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { enrolmentKey, enrolmentPartition, enrolmentsOfContact } from '#shared/core/table/automation-keys.ts';
import { everyShard } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

/** @throws `not-found`, `not-allowed` where the caller has no part in the workflow */
const requirePart = async (services: Services, key: string, caller: Person) => {
  const draft = await workflowNamed(services, key);
  const published = await publishedWorkflow(services.definitions, draft.key);
  if (!mayInWorkflow(caller, published?.value ?? draft.value)) throw new Refusal('not-allowed');
  return published;
};

/** @throws `unknown-reference` for a record that is not there, or not for this caller to know */
const requireContext = async (services: Services, context: EnrolmentContext | undefined, caller: Person) => {
  const { caseId, alertId } = context ?? {};
  if (caseId !== undefined) {
    const absent = unknownReference('/context/caseId', 'case', String(caseId));
    await loadOtherCase(services, { id: String(caseId), caller, action: 'view', absent });
  }
  if (alertId === undefined) return;
  const absent = unknownReference('/context/alertId', 'alert', String(alertId));
  await loadAllowedAlert(services, String(alertId), { caller, action: 'view', absent });
};

// POST /v1/workflows/{id}/enrollments
export const enrollContact = routeHandler(enrolRoute, async (services, { path, body, caller, now }) => {
  const { contactId, context } = body;
  const published = await requirePart(services, path.id, caller);
  await requireReferences(services, { contactId });
  await requireContext(services, context, caller);
  if (!published) throw new Refusal('not-published');
  if (!published.value.enabled) throw disabled('workflow', path.id);
  const only = onlyEnrolmentId(published, { contactId, context });
  if (only !== undefined && (await services.table.get(enrolmentKey(only)))) throw new Refusal('already-enrolled');
  const occasion = services.newId(now);
  const by = actorOf(caller);
  const cause = { depth: 0, rules: [nameInCauses(published.key)], begun: { by, at: iso(now) } };
  const newId = () => services.newId(now);
  const { enrolment, writes } = beginIn(published, { contactId, context, occasion, by, cause, at: now, newId });
  return { writes, body: answerEnrolment(enrolment) };
});

const isOfStatus = (status: string | undefined, side: 'running' | 'ended'): boolean =>
  status === undefined || (status === 'running') === (side === 'running');

// GET /v1/workflows/{id}/enrollments
export const listEnrollments = routeHandler(listEnrolmentsRoute, async (services, request) => {
  const { path, query, caller } = request;
  await requirePart(services, path.id, caller);
  const { status, step, contactId } = query;
  const sides = (['running', 'ended'] as const).filter((side) => isOfStatus(status, side));
  const partitions =
    contactId === undefined
      ? sides.flatMap((side) => everyShard.map((shard) => enrolmentPartition(path.id, side, shard)))
      : [enrolmentsOfContact(contactId)];
  const index = contactId === undefined ? ('gsi1' as const) : ('gsi2' as const);
  const accepts = (enrolment: Enrolment) =>
    enrolment.workflow === path.id &&
    (status === undefined || enrolment.status === status) &&
    (step === undefined || enrolment.step === step);
  const body = await pageOf(services, { query, caller }, `enrollments of ${path.id}`, async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: partitions.map((pk) => ({ pk, index })),
      descending: true,
      accept: (item) => accepts(enrolmentIn(item)),
    });
    const answers = items.map((item) => answerEnrolment(enrolmentIn(item)));
    return { items: await withCallsOf(services, answers), next };
  });
  return { body };
});

const enrolmentNamed = async (services: Services, { id, eid }: { id: string; eid: string }): Promise<Enrolment> => {
  const found = await readEnrolment(services, eid);
  if (found?.workflow !== id) throw new Refusal('not-found');
  return found;
};

// GET /v1/workflows/{id}/enrollments/{eid}
export const getEnrollment = routeHandler(getEnrolmentRoute, async (services, { path, caller }) => {
  await requirePart(services, path.id, caller);
  const [body] = await withCallsOf(services, [answerEnrolment(await enrolmentNamed(services, path))]);
  return { body: body as EnrolmentAnswer };
});

// POST /v1/workflows/{id}/enrollments/{eid}/abort
export const abortEnrollment = routeHandler(abortEnrolmentRoute, async (services, { path, caller, now }) => {
  await requirePart(services, path.id, caller);
  const before = await enrolmentNamed(services, path);
  if (before.status !== 'running') throw new Refusal('not-running');
  const aborted = ended(before, { status: 'aborted', at: now, reason: 'by-hand' });
  const { after, writes } = enrolmentWrites({ before, after: aborted, at: now });
  const event = enrolmentEvent('Workflow Finished', after, {
    eventId: services.newId(now),
    at: now,
    by: actorOf(caller),
  });
  return { writes: [...writes, event], body: answerEnrolment(after) };
});
