import { story } from '#functions/api/story.ts';
import { asWritable } from '#functions/api/writable.ts';
import { mayBreakGlass, mayOnCase } from '#shared/access/policy.ts';
import { breakGlassRoute } from '#shared/cases/case-people.routes.ts';
import { findCase } from '#shared/cases/cases.ts';
import { openInEmergency } from '#shared/cases/open-in-emergency.ts';
import { Refusal } from '#shared/errors.ts';

// POST /v1/cases/{id}/break-glass
export const breakGlass = story(breakGlassRoute, async ({ table, definitions }, { path, body, caller, now }) => {
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
