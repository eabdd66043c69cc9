import { firstVersion } from '#functions/api/config/kept.ts';
import type { Services } from '#functions/services.ts';
import type { Publication } from '#shared/automation/workflows/workflow.schema.ts';
import { type Configuration, putConfiguration } from '#shared/core/definitions/configuration.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/** From then on people are enrolled in a version of a workflow. */
export const decidePublication = async (
  services: Services,
  { workflow: key, ...value }: Publication & { workflow: string },
  { by, at }: Attribution,
): Promise<Decision<Configuration>> => {
  const kind = 'workflow-publications' as const;
  const current = await services.definitions.one(kind, key);
  const nextVersion = current ? current.version + 1 : await firstVersion(services, `${kind}/${key}`);
  return putConfiguration(current?.record, { kind, key, value, by, at, nextVersion });
};
