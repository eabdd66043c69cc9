import { checkCondition } from '#shared/core/conditions/check.ts';
import { fieldsIn } from '#shared/core/conditions/plan.ts';
import { buildRegistry, type Registry } from '#shared/core/conditions/registry.ts';
import type { Fault } from '#shared/core/errors.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';

// What shown-when may ask of a record beside its custom fields: what raising says and an edit
// changes. Nothing else can show or hide a field, so no other command has to look.
const membersAsked = {
  case: ['subject', 'description', 'contactId', 'priority', 'subtype', 'stage', 'tags', 'location', 'private'],
  alert: ['description', 'contactId', 'priority', 'course', 'source', 'tags', 'private'],
} as const;
type FieldsOf = keyof typeof membersAsked;

/** The keys of the custom fields that decide whether this one is shown. */
export const neededBy = ({ shownWhen }: FieldDefinition): string[] =>
  shownWhen ? [...fieldsIn(shownWhen)].flatMap((name) => /^(?:case|alert)\.fields\.(.+)$/.exec(name)?.[1] ?? []) : [];

/**
 * The fields, each behind those that decide about it. Those of a circle, which no type is saved
 * with, come in any order.
 */
export const inOrderOfNeed = (definitions: readonly FieldDefinition[]): FieldDefinition[] => {
  if (!definitions.some(({ shownWhen }) => shownWhen)) return [...definitions];
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const ordered = new Set<FieldDefinition>();
  const visited = new Set<FieldDefinition>();
  const visit = (definition: FieldDefinition): void => {
    if (visited.has(definition)) return;
    visited.add(definition);
    for (const key of neededBy(definition)) {
      const needed = byKey.get(key);
      if (needed) visit(needed);
    }
    ordered.add(definition);
  };
  definitions.forEach(visit);
  return [...ordered];
};

const needsItself = (definition: FieldDefinition, byKey: ReadonlyMap<string, FieldDefinition>): boolean => {
  const reached = new Set<string>();
  const waiting = neededBy(definition);
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (key === definition.key) return true;
    const needed = byKey.get(key);
    if (needed && !reached.has(key)) waiting.push(...neededBy(needed));
    reached.add(key);
  }
  return false;
};

const registryOf = (
  of: FieldsOf,
  definitions: readonly FieldDefinition[],
  choices: Readonly<Record<string, readonly string[]>>,
): Registry => {
  const registry = buildRegistry({ [`${of}Fields`]: definitions, choices });
  const asked = new Set<string>([
    ...membersAsked[of].map((member) => `${of}.${member}`),
    ...definitions.map(({ key }) => `${of}.fields.${key}`),
  ]);
  return { ...registry, fieldNamed: (name) => (asked.has(name) ? registry.fieldNamed(name) : undefined) };
};

const pointerOf = (fields: string, index: number): string => `${fields}/${index}/shownWhen`;

const faultsOfConditions = (
  definitions: readonly FieldDefinition[],
  registry: Registry,
  below: string,
  isLeftOut: (definition: FieldDefinition) => boolean = () => false,
): Fault[] =>
  definitions.flatMap((definition, index) =>
    definition.shownWhen && !isLeftOut(definition)
      ? checkCondition(definition.shownWhen, registry, pointerOf(below, index))
      : [],
  );

/**
 * What is wrong with shown-when of a type's fields: an unknown field or choice, a field of the
 * record that nobody fills in, and fields that wait for each other (`circular`).
 */
export const faultsOfShownWhen = (
  of: FieldsOf,
  definitions: readonly FieldDefinition[],
  choices: Readonly<Record<string, readonly string[]>> = {},
): Fault[] => {
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const isCircular = (definition: FieldDefinition): boolean => needsItself(definition, byKey);
  const faults = faultsOfConditions(definitions, registryOf(of, definitions, choices), '/fields', isCircular);
  const circular = definitions.flatMap((definition, index) =>
    definition.shownWhen && isCircular(definition)
      ? [{ pointer: pointerOf('/fields', index), code: 'circular', detail: 'whether it is shown depends on itself' }]
      : [],
  );
  return [...circular, ...faults];
};

/**
 * The same of the fields of a section or of the form of a task, which stand at `pointer` and are
 * shown by the case and by its own fields.
 */
export const faultsOfShownByCase = (
  section: { fields: readonly FieldDefinition[]; pointer: string },
  ofCase: readonly FieldDefinition[],
  choices: Readonly<Record<string, readonly string[]>> = {},
): Fault[] => faultsOfConditions(section.fields, registryOf('case', ofCase, choices), section.pointer);
