import type { Activity } from '#shared/casework/activities/activity.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { invalid } from '#shared/core/errors.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { checkFields, type FieldValues } from '#shared/core/records/fill-fields.ts';

/** The custom fields that an activity of a kind has. */
export const fieldsOfActivity = (
  { definition }: Pick<DefinedCase, 'definition'>,
  { type }: Pick<Activity, 'type'>,
): readonly FieldDefinition[] => definition.type.activityTypes.find(({ key }) => key === type)?.fields ?? [];

/**
 * An activity with its fields filled in. All required ones must be there only if `whole`: when
 * somebody makes or completes it, not when a plan does. @throws 400 with every fault
 */
export const withFields = (
  within: DefinedCase,
  activity: Activity,
  { given = {}, whole, at }: { given: FieldValues | undefined; whole: boolean; at: number },
): Activity => {
  const { fields: before, ...rest } = activity;
  const definitions = fieldsOfActivity(within, activity);
  const subject = { case: within.record };
  const check = (values: FieldValues, existing?: FieldValues): FieldValues => {
    const around = { existing, record: () => subject, before: subject, at };
    const { fields, faults } = checkFields(definitions, values, around);
    if (faults.length > 0) throw invalid(faults);
    return fields;
  };
  const changed = before || !whole ? check(given, before ?? {}) : given;
  const fields = whole ? check(changed) : changed;
  return Object.keys(fields).length > 0 ? { ...rest, fields } : rest;
};
