import * as z from 'zod';
import { activityType } from '#shared/casework/activities/step.schema.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { name } from '#shared/core/records/primitives.ts';

/**
 * Kinds of activities that have a name and fields of their own. Any other word is a kind of
 * activity too, without fields.
 */
export const activityTypes = z
  .array(z.strictObject({ key: activityType, name, fields: fieldDefinitions }))
  .max(50)
  .default([]);
