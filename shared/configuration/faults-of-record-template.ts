import type * as z from 'zod';
import { newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { type NewCase, newCaseSchema } from '#shared/casework/cases/case.ts';
import type { RecordTemplate, TemplateValues } from '#shared/casework/record-templates/record-template.schema.ts';
import { faultsOfGiven } from '#shared/configuration/faults-of-actions.ts';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { type Fault, unknownChoice } from '#shared/core/errors.ts';
import { faultsFrom, soundMembers } from '#shared/core/http/faults.ts';
import { dueInstant } from '#shared/core/records/primitives.ts';

const due = { dueAt: dueInstant.optional(), dueIn: amountSchema.optional() };
const valuesFor = {
  alert: newAlertSchema.partial().extend(due),
  case: newCaseSchema.omit({ alertIds: true }).partial().extend(due),
} as const;

/** A template with those of its values that are sound: none where nobody knows for what it is. */
export const soundTemplate = ({ for: made, values }: Partial<RecordTemplate>): Partial<RecordTemplate> =>
  made ? { for: made, values: soundMembers(valuesFor[made] as z.ZodObject, values) } : {};

const noCalendar: Fault = {
  pointer: '/values/dueIn',
  code: 'required',
  detail: 'working time needs the calendar of a type',
};
const dueTwice: Fault = { pointer: '/values/dueIn', code: 'exactly-one', detail: 'is given beside dueAt' };

const faultsOfForm = ({ for: made, values = {} }: Partial<RecordTemplate>): Fault[] => {
  const { error } = made ? valuesFor[made].safeParse(values) : {};
  return [
    ...(error ? faultsFrom(error, values, '/values') : []),
    ...(values.dueAt !== undefined && values.dueIn !== undefined ? [dueTwice] : []),
  ];
};

/** Fields, subtype and stage against the type, and whether that has a calendar to count by. */
const faultsOfValues = async (template: Partial<RecordTemplate>, definitions: Configurations): Promise<Fault[]> => {
  const { for: made, values = {} } = soundTemplate(template);
  const { type: key, fields, dueIn, subtype, stage } = values as TemplateValues & Partial<NewCase>;
  const isWorking = dueIn?.time === 'working';
  if (key === undefined) return isWorking && template.values?.type === undefined ? [noCalendar] : [];
  if (made === 'alert') {
    const type = (await definitions.one('alert-types', key))?.value;
    if (!type) return [];
    return [
      ...faultsOfGiven(type.fields, fields, '/values/fields'),
      ...(isWorking && !type.calendar ? [noCalendar] : []),
    ];
  }
  const type = (await definitions.one('case-types', key))?.value;
  if (!type) return [];
  const unknown = (member: 'subtype' | 'stage', value: string | undefined, known: readonly string[]): Fault[] =>
    value === undefined || known.includes(value) ? [] : [unknownChoice(`/values/${member}`, member, { value })];
  const completion = type.targets.find((target) => target.key === 'completion');
  return [
    ...unknown('subtype', subtype, type.subtypes),
    ...unknown(
      'stage',
      stage,
      type.stages.map((one) => one.key),
    ),
    ...faultsOfGiven(type.fields, fields, '/values/fields'),
    ...(isWorking && !completion?.calendar ? [noCalendar] : []),
  ];
};

/** What a record template fills in: whether it is sound, and what its type has against it. */
export const faultsOfRecordTemplate = async (
  template: Partial<RecordTemplate>,
  definitions: Configurations,
): Promise<Fault[]> => [...faultsOfForm(template), ...(await faultsOfValues(template, definitions))];
