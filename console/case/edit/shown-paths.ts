import { below, type Members } from '#console/case/edit/edit.ts';
import { shownFields } from '#console/records/shown-fields.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';

/** What a type says of the fields of its cases. */
interface EditedType {
  fields: readonly FieldDefinition[];
  sections: readonly { key: string; fields: readonly FieldDefinition[] }[];
}

/** The record as it would be, for the conditions of its fields. */
export const recordOf = (members: Members): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([path]) => !path.includes('.')));

/** Which paths are sent: a field that is hidden by now says nothing, whatever was typed in it. */
export const shownPaths = (type: EditedType | undefined, members: Members): ((path: string) => boolean) => {
  if (!type) return () => true;
  const record = recordOf(members);
  const fields = below(members, 'fields.');
  const shown = new Set([
    ...shownFields(type.fields, { kind: 'case', record, values: fields }).map(({ key }) => `fields.${key}`),
    ...type.sections.flatMap((section) =>
      shownFields(section.fields, {
        kind: 'case',
        record,
        ofCase: fields,
        values: below(members, `details.${section.key}.`),
      }).map(({ key }) => `details.${section.key}.${key}`),
    ),
  ]);
  return (path) => !path.includes('.') || shown.has(path);
};
