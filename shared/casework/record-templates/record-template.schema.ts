import * as z from 'zod';
import { type NewAlert, newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { type NewCase, newCaseSchema } from '#shared/casework/cases/case.ts';
import { type Amount, amountSchema } from '#shared/core/calendars/amount.ts';
import { dueInstant, inUtc, name } from '#shared/core/records/primitives.ts';

const due = { dueAt: dueInstant.optional(), dueIn: amountSchema.optional() };
const valuesFor = {
  alert: newAlertSchema.partial().extend(due),
  case: newCaseSchema.omit({ alertIds: true }).partial().extend(due),
} as const;

/**
 * What a template may fill in: members of a new record, and when it is due, as an instant or as an
 * amount of time after the template is used.
 */
export type TemplateValues = (Partial<NewAlert> | Partial<NewCase>) & { dueAt?: string; dueIn?: Amount };

/**
 * Values that a new alert or case begins with. The caller's own values win: a template fills in,
 * and never locks.
 */
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
