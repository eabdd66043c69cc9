import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { Fault } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { inOrderOfNeed, neededBy } from '#shared/core/records/shown-when.ts';

export type FieldValues = Record<string, unknown>;

/** What fields are filled into. */
interface Filling {
  /** The fields there are already, for a change; undefined when the record is made. */
  existing?: FieldValues | undefined;
  /**
   * The record as it would be, holding these fields: what shown-when conditions are asked about.
   */
  record: (fields: FieldValues) => Subject;
  /** The record before the change. */
  before?: Subject | undefined;
  /** Epoch milliseconds. */
  at: number;
  /** Where in the request the fields stand: `/fields` where nothing is said. */
  pointer?: string;
  /**
   * A requester knows only of the fields that are visible to them: other ones they neither give nor
   * owe.
   */
  byRequester?: boolean;
}

/**
 * Nothing said: a text of spaces, or none of the choices, says no more than leaving the field out.
 */
const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.length === 0);

const faultsOfValue = (
  definition: FieldDefinition,
  value: unknown,
  pointer: string,
): { kept?: unknown; faults: Fault[] } => {
  const parsed = valueSchema(definition).safeParse(value);
  if (parsed.success) return { kept: parsed.data, faults: [] };
  const faults = parsed.error.issues.map((issue) => ({
    pointer: pointerTo(pointer, issue.path),
    code: `invalid-${definition.type}`,
    detail: issue.message,
  }));
  return { faults };
};

/**
 * Custom fields after a change that gives `given` (`null` clears), and every fault. A hidden field
 * is refused, one that the change hides goes, one that it shows must have what is required.
 */
export const checkFields = (
  definitions: readonly FieldDefinition[],
  given: FieldValues,
  { existing, record, before, at, pointer = '/fields', byRequester = false }: Filling,
): { fields: FieldValues; faults: Fault[] } => {
  const pointerOf = (key: string): string => pointerTo(pointer, [key]);
  const faults: Fault[] = [];
  const fields = new Map(Object.entries(existing ?? {}));
  const mine = definitions.filter(({ visibleToRequester }) => !byRequester || visibleToRequester);
  const known = new Map(mine.map((definition) => [definition.key, definition]));
  // Of these, and of what they decide about, nothing more can be said.
  const unsound = new Set<string>();
  for (const [key, value] of Object.entries(given)) {
    const definition = known.get(key);
    if (!definition)
      faults.push({ pointer: pointerOf(key), code: 'unknown-field', detail: 'the type has no such field' });
    else if (value === null) fields.delete(key);
    else {
      const { kept, faults: found } = faultsOfValue(definition, value, pointerOf(key));
      fields.set(key, kept);
      faults.push(...found);
      if (found.length > 0) unsound.add(key);
    }
  }
  const isShown = ({ shownWhen }: FieldDefinition, subject: Subject): boolean =>
    shownWhen === undefined || evaluate(shownWhen, subject, at).held;
  const missing = new Set<string>();
  for (const definition of inOrderOfNeed(definitions)) {
    const { key, required } = definition;
    if (neededBy(definition).some((needed) => unsound.has(needed))) unsound.add(key);
    if (unsound.has(key)) continue;
    if (!isShown(definition, record(Object.fromEntries(fields)))) {
      if (!isEmpty(own(given, key)) && known.has(key))
        faults.push({ pointer: pointerOf(key), code: 'hidden-field', detail: 'is not shown, so it is not given' });
      fields.delete(key);
      continue;
    }
    const comes = !existing || (before !== undefined && !isShown(definition, before));
    if (comes && definition.default !== undefined && fields.get(key) === undefined && !Object.hasOwn(given, key))
      fields.set(key, valueSchema(definition).parse(definition.default));
    if (required && isEmpty(fields.get(key)) && known.has(key) && (comes || Object.hasOwn(given, key)))
      missing.add(key);
  }
  for (const { key } of definitions)
    if (missing.has(key)) faults.push({ pointer: pointerOf(key), code: 'required', detail: 'is required' });
  return { fields: Object.fromEntries([...fields].filter(([, value]) => value !== undefined)), faults };
};
