import type { PublishedWorkflow } from '#shared/automation/workflows/enrol.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';

/** The steps and conditions of a workflow as they were at a version. */
export const workflowAt = async (
  definitions: Configurations,
  key: string,
  version: number,
): Promise<Workflow | undefined> => (await definitions.atVersion('workflows', key, version))?.value;

/** A workflow as people are enrolled in it; undefined where no version is published. */
export const publishedWorkflow = async (
  definitions: Configurations,
  key: string,
): Promise<PublishedWorkflow | undefined> => {
  const publication = await definitions.one('workflow-publications', key);
  if (!publication) return undefined;
  const { version } = publication.value;
  const value = await workflowAt(definitions, key, version);
  return value && { key, version, value };
};

/** Every workflow that people may be enrolled in, in the order of their keys. */
export const enabledWorkflows = async (definitions: Configurations): Promise<PublishedWorkflow[]> => {
  const keys = [...(await definitions.all('workflow-publications')).keys()].sort();
  const all = await Promise.all(keys.map((key) => publishedWorkflow(definitions, key)));
  return all.filter((one) => one !== undefined).filter(({ value }) => value.enabled);
};
