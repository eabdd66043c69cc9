import * as z from 'zod';
import type { NewAlert } from '#shared/casework/alerts/alert.ts';
import type { NewCase } from '#shared/casework/cases/case.ts';
import type { Amount } from '#shared/core/calendars/amount.ts';
import { dueInstant, name } from '#shared/core/records/primitives.ts';

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
  .overwrite((template) => {
    const { data: dueAt } = dueInstant.safeParse(template.values.dueAt);
    return dueAt === undefined ? template : { ...template, values: { ...template.values, dueAt } };
  })
  .meta({ id: 'RecordTemplate' });
export type RecordTemplate = z.infer<typeof recordTemplateSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'record-templates': RecordTemplate;
  }
}
