import { story } from '#functions/api/story.ts';
import { previewTargetsRoute } from '#shared/cases/case.routes.ts';
import { definitionForNew } from '#shared/cases/cases.ts';
import { startClock } from '#shared/clocks/clock.ts';
import { compiledCalendar } from '#shared/configuration/calendars.ts';
import { invalid, unknownReference } from '#shared/errors.ts';
import { epoch } from '#shared/records/instants.ts';

// POST /v1/targets/preview
export const previewTargets = story(previewTargetsRoute, async ({ definitions }, { body }) => {
  const definition = await definitionForNew(definitions, body.type);
  if (!definition) throw unknownReference('/type', 'there is no such case type');
  const priority = body.priority ?? definition.type.defaultPriority;
  if (!definition.priorities.includes(priority))
    throw invalid([{ pointer: '/priority', code: 'unknown-priority', detail: 'the type has no such priority' }]);
  const calendar = body.calendar === undefined ? undefined : await definitions.one('calendars', body.calendar);
  if (body.calendar !== undefined && !calendar) throw unknownReference('/calendar', 'there is no such calendar');
  const other = calendar && { key: calendar.key, version: calendar.version, compiled: compiledCalendar(calendar) };
  const clocks = [...definition.policies.values()].map((policy) => {
    const clock = startClock(other ? { ...policy, calendar: other } : policy, priority, epoch(body.at));
    return {
      key: clock.key,
      startsAt: clock.startedAt,
      dueAt: clock.dueAt,
      reminders: clock.reminders.map((reminder) => reminder.at),
    };
  });
  return { body: { clocks } };
});
