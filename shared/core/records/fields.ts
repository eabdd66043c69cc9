import { pointerTo } from '#shared/core/http/faults.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { contactId, personId, ulidSchema } from '#shared/core/records/primitives.ts';

/** Kinds of fields whose values name something that has to be there. */
const named = { contact: contactId, user: personId, file: ulidSchema } as const;

/** Something that the value of a custom field names, with its pointer. */
export interface NamedInField {
  kind: keyof typeof named;
  id: string;
  pointer: string;
}
const isNaming = (type: FieldDefinition['type']): type is keyof typeof named => Object.hasOwn(named, type);

/**
 * What the values of custom fields name. What is not even an id is the check of the value's to say.
 */
export const namedInFields = (
  definitions: readonly FieldDefinition[],
  given: Record<string, unknown> = {},
  below = '/fields',
): NamedInField[] =>
  definitions.flatMap(({ key: fieldKey, type }) => {
    if (!isNaming(type)) return [];
    const id = named[type].safeParse(own(given, fieldKey)).data;
    return id === undefined ? [] : [{ kind: type, id, pointer: pointerTo(below, [fieldKey]) }];
  });
