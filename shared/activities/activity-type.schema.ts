import * as z from 'zod';
import { activityType } from '#shared/activities/step.schema.ts';
import { fieldDefinitions } from '#shared/records/field-definition.schema.ts';
import { name } from '#shared/records/primitives.ts';

/** Kinds of activities that have a name and fields of their own. Any other word is a kind of activity too, without fields. */
export const activityTypes = z
  .array(z.strictObject({ key: activityType, name, fields: fieldDefinitions }))
  .max(50)
  .default([]);
