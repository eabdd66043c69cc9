import { routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import { mayBreakGlass, mayOnCase } from '#shared/access/policy.ts';
import { findCase } from '#shared/casework/cases/cases.ts';
import { openInEmergency } from '#shared/casework/cases/people/open-in-emergency.ts';
import { breakGlassRoute } from '#shared/casework/cases/people/people.routes.ts';
import { Refusal } from '#shared/core/errors.ts';

// POST /v1/cases/{id}/break-glass
export const breakGlass = routeHandler(breakGlassRoute, async ({ table, definitions }, { path, body, caller, now }) => {
  const record = await findCase(table, path.id);
  const type = record && (await definitions.one('case-types', record.type));
  if (!record || !type || record.trashedAt) throw new Refusal('not-found');
  // Who sees it anyway has no glass to break.
  if (mayOnCase(caller, 'view', type.value, record)) return { body: undefined };
  if (!mayBreakGlass(caller, type.value, record)) throw new Refusal('not-found');
  return {
    decisions: [openInEmergency(asWritable(record), { id: caller.id, reason: body.reason, at: now })],
    body: undefined,
  };
});
