import { noBody } from '#shared/core/http/define-route.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import { type RefusalCode, refusals } from '#shared/core/refusals.ts';

/** Whether a request to this route has a body at all. */
export const takesBody = (route: AnyRoute): boolean => route.input.body !== noBody;

/**
 * Every refusal a route may give: those of its handler, and those of the wrapper around every
 * handler, by what the route is.
 */
export const refusalsOf = (route: AnyRoute): RefusalCode[] => {
  const general: RefusalCode[] = ['invalid-request', 'too-many-requests', 'answer-too-large'];
  if (route.method !== 'GET') general.push('malformed-json', 'malformed-text', 'too-large', 'unsupported-media-type');
  if ('cursor' in ((route.input.query as { shape?: object }).shape ?? {})) general.push('invalid-cursor');
  if (route.who === 'staff' || route.who === 'admin') general.push('not-allowed');
  if (route.method !== 'GET') general.push('write-conflict', 'item-too-large', 'change-too-large');
  if (route.method === 'POST') general.push('idempotency-key-invalid', 'idempotency-key-reused');
  if (route.ifMatch) general.push('stale');
  if (route.ifMatch === 'required' || route.ifMatch === 'when-exists') general.push('precondition-required');
  const inOrder = Object.keys(refusals) as RefusalCode[];
  const all = new Set([...route.refusals, ...general]);
  return inOrder.filter((code) => all.has(code));
};

/** The refusals of a route by their status. */
export const refusalsByStatus = (route: AnyRoute): Map<number, RefusalCode[]> =>
  Map.groupBy(refusalsOf(route), (code) => refusals[code].status);
