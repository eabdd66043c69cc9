import { checkCondition } from '#shared/conditions/check.ts';
import { buildRegistry, type Registry } from '#shared/conditions/registry.ts';
import type { Definitions } from '#shared/configuration/definitions.ts';
import { type Kind, kinds, referencesOf, type ValueOf } from '#shared/configuration/kinds.ts';
import { type Fault, invalid, Refusal } from '#shared/errors.ts';
import { faultsOfTemplate } from '#shared/notifications/render.ts';
import { faultsOfTexts } from '#shared/signals/render-signal.ts';

/** The fields that a condition may name: the standard ones and the custom ones of every type there is. */
export const conditionRegistry = async (definitions: Definitions): Promise<Registry> => {
  const [caseTypes, alertTypes, priorities] = await Promise.all([
    definitions.all('case-types'),
    definitions.all('alert-types'),
    definitions.all('priorities'),
  ]);
  const keys = [...priorities.keys()];
  return buildRegistry({
    caseFields: [...caseTypes.values()].flatMap((type) => type.value.fields),
    alertFields: [...alertTypes.values()].flatMap((type) => type.value.fields),
    choices: {
      'alert.priority': keys,
      'case.priority': keys,
      'alert.type': [...alertTypes.keys()],
      'case.type': [...caseTypes.keys()],
    },
  });
};

/** Conditions and templates inside a configuration, each put to what it may name. */
const faultsInside = async <K extends Kind>(definitions: Definitions, kind: K, value: ValueOf<K>): Promise<Fault[]> => {
  if (kind === 'rules') {
    const { condition } = value as ValueOf<'rules'>;
    return condition ? checkCondition(condition, await conditionRegistry(definitions), '/condition') : [];
  }
  if (kind === 'signal-mappings') {
    const mapping = value as ValueOf<'signal-mappings'>;
    const faults = checkCondition(mapping.match, await conditionRegistry(definitions), '/match');
    return [...faults, ...faultsOfTexts(mapping)];
  }
  if (kind === 'templates') return faultsOfTemplate(value as ValueOf<'templates'>);
  return [];
};

/**
 * Checks a configuration as a whole before it is saved: its conditions and tokens, and that everything it refers to is there.
 *
 * @throws `invalid-request` (400), `unknown-reference` (422), each with every fault
 */
export const checkConfiguration = async <K extends Kind>(
  definitions: Definitions,
  kind: K,
  value: ValueOf<K>,
): Promise<void> => {
  const inside = await faultsInside(definitions, kind, value);
  if (inside.length > 0) throw invalid(inside);
  const missing: Fault[] = [];
  for (const reference of referencesOf(kind, value)) {
    if (!(await definitions.one(reference.kind, reference.key)))
      missing.push({
        pointer: reference.pointer,
        code: 'unknown-reference',
        detail: `there is no such one among the ${reference.kind.replaceAll('-', ' ')}`,
      });
  }
  if (missing.length > 0) throw new Refusal('unknown-reference', undefined, { faults: missing });
};

/** Every configuration that refers to one, as `<kind>/<key>`. */
export const usesOf = async (definitions: Definitions, target: { kind: Kind; key: string }): Promise<string[]> => {
  const uses = await Promise.all(
    kinds.map(async (kind) =>
      [...(await definitions.all(kind)).values()]
        .filter((one) =>
          referencesOf(kind, one.value as never).some(
            (reference) => reference.kind === target.kind && reference.key === target.key,
          ),
        )
        .map((one) => `${kind}/${one.key}`),
    ),
  );
  return uses.flat();
};
