import * as z from 'zod';
import { type NewAlert, newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { type NewCase, newCaseSchema } from '#shared/casework/cases/case.ts';
import { type Amount, amountSchema } from '#shared/core/calendars/amount.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { iso } from '#shared/core/records/instants.ts';
import { dueInstant, inUtc, name } from '#shared/core/records/primitives.ts';

const due = { dueAt: dueInstant.optional(), dueIn: amountSchema.optional() };
const valuesFor = {
  alert: newAlertSchema.partial().extend(due),
  case: newCaseSchema.omit({ alertIds: true }).partial().extend(due),
} as const;

/** What a template may fill in: members of a new record, and when it is due, as an instant or as an amount of time after the template is used. */
export type TemplateValues = (Partial<NewAlert> | Partial<NewCase>) & { dueAt?: string; dueIn?: Amount };

/** Values that a new alert or case begins with. Whoever uses it may say otherwise: a template fills in, and never locks. */
export const recordTemplateSchema = z
  .strictObject({
    name,
    for: z.enum(['alert', 'case']),
    values: z.record(z.string(), z.unknown()).meta({
      description: 'Members of a new alert or case as its POST takes them, `dueAt`, or `dueIn`: an amount after use.',
    }),
  })
  .superRefine((template, context) => {
    const { error } = valuesFor[template.for].safeParse(template.values);
    for (const issue of error?.issues ?? [])
      context.issues.push({ ...issue, path: ['values', ...issue.path], input: template.values } as z.core.$ZodRawIssue);
    if (template.values.dueAt !== undefined && template.values.dueIn !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['values', 'dueIn'],
        message: 'is given beside dueAt',
        params: { code: 'exactly-one' },
      });
  })
  .overwrite((template) => {
    const { dueAt } = template.values;
    return typeof dueAt === 'string' ? { ...template, values: { ...template.values, dueAt: inUtc(dueAt) } } : template;
  })
  .meta({ id: 'RecordTemplate' });
export type RecordTemplate = z.infer<typeof recordTemplateSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'record-templates': RecordTemplate;
  }
}

/** The body of a new record with what its template says where the body is silent. Custom fields are filled in one by one. */
export const fillIn = (
  { values }: Pick<RecordTemplate, 'values'>,
  given: Record<string, unknown>,
): Record<string, unknown> => {
  const { dueAt: _at, dueIn: _in, fields: prepared, ...rest } = values as TemplateValues & Record<string, unknown>;
  const fields = { ...prepared, ...(given.fields as object | undefined) };
  return { ...rest, ...given, ...(Object.keys(fields).length > 0 && { fields }) };
};

/**
 * When what is made from a template at `at` (epoch milliseconds) is due, by the calendar of its type; undefined where the template says nothing of it.
 *
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
