import * as z from 'zod';
import { workWeight } from '#shared/casework/assignment/weight.schema.ts';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { groupKey, key, longText, name, personOrGroup } from '#shared/core/records/primitives.ts';
import { refineSound } from '#shared/core/records/refine-sound.ts';

const groupList = z.array(groupKey).max(50).default([]);
const notification = z.strictObject({ enabled: z.boolean().default(true), template: key.optional() });

/**
 * An alert type: who raises it, who reviews it, by when, and what it asks for when it is settled.
 */
export const alertTypeSchema = refineSound(
  z.strictObject({
    name,
    description: longText.optional(),
    enabled: z.boolean().default(true),
    order: z.int().optional(),
    courseRelated: z.boolean().default(false),
    groups: z.strictObject({ raisers: groupList, reviewers: groupList }).prefault({}),
    defaultPriority: key.optional(),
    defaultReviewer: personOrGroup.optional(),
    due: amountSchema.optional(),
    calendar: key.optional(),
    repeatWindow: z.iso.duration().optional(),
    outcomes: z
      .array(z.strictObject({ key, name, for: z.array(z.enum(['resolved', 'dismissed', 'cancelled'])).optional() }))
      .max(50)
      .default([]),
    outcomeRequired: z.boolean().default(false),
    noteRequired: z.boolean().default(false),
    fields: fieldDefinitions,
    notifications: z.record(z.string(), notification).default({}),
    /** How much open work an alert is; 1 unless it is said. */
    weight: workWeight.optional(),
  }),
  ({ due, calendar, outcomeRequired, outcomes }, { fault, isFaulty }) => {
    if (due?.time === 'working' && !calendar && !isFaulty('calendar'))
      fault(['calendar'], 'required', 'working time needs a calendar');
    if (outcomeRequired && outcomes?.length === 0)
      fault(['outcomes'], 'required', 'a required outcome needs outcomes to choose from');
  },
).meta({ id: 'AlertType' });
export type AlertType = z.infer<typeof alertTypeSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'alert-types': AlertType;
  }
}
