import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { type Fault, unknownChoice } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { own } from '#shared/core/records/own.ts';

// Sections of a case type (CA-21): additional details that staff fill in, each as a set of custom
// fields of its own.

type Details = NonNullable<Case['details']>;
interface Sections {
  type: Pick<CaseDefinition['type'], 'sections'>;
}

const pointerOf = (section: string): string => pointerTo('/details', [section]);

/**
 * What staff fill into the sections of a case: required fields and defaults count at the first
 * time, later `null` clears. Gives the details as they would be, and every fault below `/details`.
 */
export const checkDetails = (
  before: Case,
  { given, after, at }: { given: Details | undefined; after: Partial<Case>; at: number },
  { type }: Sections,
): { details: Details | undefined; faults: Fault[] } => {
  const sections = new Map(type.sections.map((section) => [section.key, section.fields]));
  const faults: Fault[] = [];
  const details = new Map(Object.entries(before.details ?? {}));
  for (const [key, values] of Object.entries(given ?? {})) {
    const definitions = sections.get(key);
    if (!definitions) {
      faults.push(unknownChoice(pointerOf(key), 'section', { value: key }));
      continue;
    }
    const record = () => ({ case: { ...before, ...after } });
    const checked = checkFields(definitions, values, {
      existing: own(before.details, key),
      record,
      before: { case: before },
      at,
      pointer: pointerOf(key),
    });
    details.set(key, checked.fields);
    faults.push(...checked.faults);
  }
  return { details: given ? Object.fromEntries(details) : before.details, faults };
};

/** What the details name, each with its pointer. */
export const namedInDetails = (given: Details | undefined, { type }: Sections) =>
  type.sections.flatMap(({ key, fields }) => namedInFields(fields, own(given, key), pointerOf(key)));

/** The details that a case of a type can have: those of its sections. */
export const detailsOfType = (details: Details | undefined, { type }: Sections): Pick<Case, 'details'> => {
  const kept = Object.entries(details ?? {}).filter(([key]) => type.sections.some((section) => section.key === key));
  return kept.length > 0 ? { details: Object.fromEntries(kept) } : {};
};
