import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { simulate } from '#functions/workflows/simulate.ts';
import { triggerEvents } from '#shared/automation/rules/triggers.ts';
import { simulateWorkflowRoute } from '#shared/automation/workflows/workflow.routes.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import { faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import { type Fault, invalid, unknownReference } from '#shared/core/errors.ts';
import { epoch } from '#shared/core/records/instants.ts';

// No workflow that is saved can have this key.
const unsaved = '-unsaved';

/** The workflow that is to be tried: as it was saved last, or as it stands in the request. */
const workflowIn = async (services: Services, given: string | Workflow): Promise<{ key: string; value: Workflow }> => {
  if (typeof given === 'string') {
    const found = await services.definitions.one('workflows', given);
    if (!found) throw unknownReference('/workflow', 'workflow', given);
    return found;
  }
  const { inside, missing } = await faultsOfConfiguration(services.definitions, 'workflows', given);
  const below = (fault: Fault) => ({ ...fault, pointer: `/workflow${fault.pointer}` });
  refuseFaults({ inside: inside.map(below), missing: missing.map(below) });
  return { key: unsaved, value: given };
};

// POST /v1/workflows/simulate
export const simulateWorkflow = routeHandler(simulateWorkflowRoute, async (services, { body, now }) => {
  const { workflow, contactId, context, events, from } = body;
  const unknown = events.flatMap(({ event }, index) =>
    triggerEvents.includes(event)
      ? []
      : [
          {
            pointer: `/events/${index}/event`,
            code: 'unknown-event',
            detail: `nothing that happens is called "${event}"`,
          },
        ],
  );
  if (unknown.length > 0) throw invalid(unknown);
  const tried = await workflowIn(services, workflow);
  await requireReferences(services, { contactId });
  const { key, value } = tried;
  const start = from === undefined ? now : epoch(from);
  return { body: await simulate(services, { key, value, contactId, context, events, from: start }) };
});
