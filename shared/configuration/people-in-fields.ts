import type { TemplateValues } from '#shared/casework/record-templates/record-template.schema.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { type Fault, missingReference } from '#shared/core/errors.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { type NamedInField, namedInFields } from '#shared/core/records/fields.ts';
import { directoryOf } from '#shared/mail/notifications/directory.ts';

// Members of staff whom a configuration writes into custom fields: as a default, by an action, by a
// template.

type FieldsByType = (kind: 'case-types' | 'alert-types', key: string) => Promise<readonly FieldDefinition[]>;
type Finder<K extends Kind> = (value: Partial<ValueOf<K>>, fieldsOf: FieldsByType) => Promise<NamedInField[]>;

const inDefaults = (definitions: readonly FieldDefinition[] = [], at: string): NamedInField[] =>
  definitions.flatMap((definition, index) =>
    namedInFields([definition], { [definition.key]: definition.default }).map((named) => ({
      ...named,
      pointer: `${at}/${index}/default`,
    })),
  );

const finders: { [K in Kind]?: Finder<K> } = {
  'case-types': async ({ fields, sections = [], taskTypes = [], activityTypes = [] }) => [
    ...inDefaults(fields, '/fields'),
    ...sections.flatMap((one, index) => inDefaults(one.fields, `/sections/${index}/fields`)),
    ...taskTypes.flatMap((one, index) => inDefaults(one.form, `/taskTypes/${index}/form`)),
    ...activityTypes.flatMap((one, index) => inDefaults(one.fields, `/activityTypes/${index}/fields`)),
  ],
  'alert-types': async ({ fields }) => inDefaults(fields, '/fields'),
  rules: async ({ actions = [] }, fieldsOf) => {
    const named = await Promise.all(
      actions.flatMap(async (action, index) =>
        action.do === 'create-case'
          ? namedInFields(
              await fieldsOf('case-types', action.case.type),
              action.case.fields,
              `/actions/${index}/case/fields`,
            )
          : [],
      ),
    );
    return named.flat();
  },
  'record-templates': async ({ for: made, values = {} }, fieldsOf) => {
    const { type, fields } = values as TemplateValues;
    if (type === undefined) return [];
    return namedInFields(
      await fieldsOf(made === 'alert' ? 'alert-types' : 'case-types', type),
      fields,
      '/values/fields',
    );
  },
};

/** Those whom the directory does not know as staff, each with its pointer. */
export const unknownPeople = async <K extends Kind>(
  definitions: Configurations,
  kind: K,
  value: Partial<ValueOf<K>>,
): Promise<Fault[]> => {
  const fieldsOf: FieldsByType = async (of, key) => (await definitions.one(of, key))?.value.fields ?? [];
  const people = ((await finders[kind]?.(value, fieldsOf)) ?? []).filter((named) => named.kind === 'user');
  if (people.length === 0) return [];
  const directory = directoryOf(await definitions.all('groups'));
  return people
    .filter(({ id }) => directory.people.get(id)?.isStaff !== true)
    .map(({ id, pointer }) => missingReference(pointer, 'member of staff', id));
};
