import * as z from 'zod';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';

/**
 * The properties of a resource that a service runs by. A value that the schema does not take stops
 * the start, named; which properties a type may have resource-kinds.ts tells.
 */
export function propertiesOf<T>(resource: Resource, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  throw new CannotRun(resource, z.prettifyError(parsed.error));
}

/** A resource asks for something that this machine cannot do. */
export class CannotRun extends Error {
  constructor(resource: Resource, problem: string) {
    super(`${resource.stack}/${resource.logicalId} (${resource.type}) cannot run on the local stack: ${problem}`);
    this.name = 'CannotRun';
  }
}

/**
 * The resource of that type that a property of another points to: by ARN, `Ref` or name. A queue
 * and a function may share a name.
 */
export function targetOf(
  resource: Resource,
  deployment: DeployedResources,
  target: { type: string; reference: string },
): Resource {
  const { type, reference } = target;
  const found = deployment.ofType(type).find(({ arn, ref, name }) => [arn, ref, name].includes(reference));
  if (!found) throw new CannotRun(resource, `it refers to ${reference} (${type}), which is not in the template`);
  return found;
}
