import type * as z from 'zod';
import type { Services } from '#functions/services.ts';
import type { RecordTemplate } from '#shared/casework/record-templates/record-template.schema.ts';
import { fillIn } from '#shared/casework/record-templates/record-template.ts';
import { type Fault, invalid, unknownReference } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

interface TemplatedInput<S extends z.ZodType> {
  for: RecordTemplate['for'];
  /** What a new record has to be, when all is filled in. */
  schema: S;
  body: Record<string, unknown>;
  /** Where the record stands in the body of the request. */
  pointer?: string;
}

const nothing: Pick<RecordTemplate, 'values'> = { values: {} };

/**
 * What a body says of a new record, filled in by the template that it names.
 * @throws `unknown-reference` (422) for no template of such records; 400 for what is still missing
 */
export const filledIn = async <S extends z.ZodType>(
  { definitions }: Services,
  { for: wanted, schema, body, pointer = '' }: TemplatedInput<S>,
): Promise<{ input: z.output<S>; template: Pick<RecordTemplate, 'values'> }> => {
  const { template: key, ...given } = body;
  const found = key === undefined ? undefined : await definitions.one('record-templates', String(key));
  if (key !== undefined && found?.value.for !== wanted)
    throw unknownReference(`${pointer}/template`, `template for ${wanted}s`, String(key));
  const template = found?.value ?? nothing;
  const whole = fillIn(template, given);
  const parsed = schema.safeParse(whole);
  if (!parsed.success) throw invalid(faultsFrom(parsed.error, whole, pointer));
  return { input: parsed.data, template };
};

/**
 * Members that a body needs where it names no template that may have them: reported with all other
 * faults.
 */
export const missingRequired = (json: unknown, members: readonly string[]): Fault[] =>
  typeof json === 'object' && json !== null && !('template' in json)
    ? members
        .filter((member) => Reflect.get(json, member) === undefined)
        .map((member) => ({ pointer: `/${member}`, code: 'required', detail: 'is required' }))
    : [];
