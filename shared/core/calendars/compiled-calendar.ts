import { type CompiledCalendar, compileCalendar } from '#shared/core/calendars/working-table.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';

// A calendar made ready holds a table that is worth keeping. It is keyed by the object that
// configuration keeps for a version, so it goes when that goes.
const compiled = new WeakMap<object, CompiledCalendar>();

/** The calendar of a configuration, ready to count by. */
export const compiledCalendar = (calendar: Configured<'calendars'>): CompiledCalendar => {
  let ready = compiled.get(calendar.value);
  if (!ready) {
    ready = compileCalendar(calendar.value);
    compiled.set(calendar.value, ready);
  }
  return ready;
};
