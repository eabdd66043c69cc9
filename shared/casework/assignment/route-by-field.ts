import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { own } from '#shared/core/records/own.ts';

/** What a field of a form said about where a case should go; `group` where it went there. */
interface Routed {
  field: string;
  value: unknown;
  group?: string;
}

/**
 * The group that the type's routing field names, if the type allows it. Anything else is no fault
 * of the requester: the case stays unassigned, and its history says what the field said.
 */
export const routeByField = (
  { routing, groups }: Pick<CaseType, 'routing' | 'groups'>,
  fields: Record<string, unknown>,
): Routed | undefined => {
  const value = routing && own(fields, routing.field);
  if (routing === undefined || value === undefined) return undefined;
  const group = groups.autoAssign.find((allowed) => allowed === value);
  return { field: routing.field, value, ...(group !== undefined && { group }) };
};
