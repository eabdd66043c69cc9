import type { RecordTemplate, TemplateValues } from '#shared/casework/record-templates/record-template.schema.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { iso } from '#shared/core/records/instants.ts';

/**
 * The body of a new record with what its template says where the body is silent. Custom fields are
 * filled in one by one.
 */
export const fillIn = (
  { values }: Pick<RecordTemplate, 'values'>,
  given: Record<string, unknown>,
): Record<string, unknown> => {
  const { dueAt: _at, dueIn: _in, fields: prepared, ...rest } = values as TemplateValues & Record<string, unknown>;
  const fields = { ...prepared, ...(given.fields as object | undefined) };
  return { ...rest, ...given, ...(Object.keys(fields).length > 0 && { fields }) };
};

/**
 * When what a template makes at `at` (epoch ms) is due by the calendar of its type, if it says so.
 * @throws `no-working-time` (409)
 */
export const dueBy = (
  { values }: Pick<RecordTemplate, 'values'>,
  at: number,
  calendar: CompiledCalendar | undefined,
): string | undefined => {
  const { dueAt, dueIn } = values as TemplateValues;
  return dueIn ? iso(addAmount(calendar, at, dueIn)) : dueAt;
};
