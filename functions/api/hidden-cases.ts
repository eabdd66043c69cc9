import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { parseReference } from '#shared/casework/cases/reference.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';

// Records, histories and runs name other cases. A reader who may not see one does not learn that it
// is there: every answer goes through here.

type ShownMembers = Record<string, unknown>;

const isShown = (value: unknown): value is ShownMembers =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textsIn = (values: unknown[]): string[] => values.filter((value): value is string => typeof value === 'string');
const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const caseOf = (link: unknown): unknown => (isShown(link) ? link.caseId : undefined);

/**
 * Where records lie in an answer: rows of a list, what an event says of a record, what an action
 * of a rule changed, what a merge brought.
 */
const parts = ['record', 'before', 'after', 'changed', 'beforeMerge', 'brought', 'detail'] as const;
const lists = ['items', 'events', 'actions', 'chain'] as const;

const pointersIn = (shown: ShownMembers): string[] => [
  ...textsIn([
    shown.caseId,
    shown.mergedInto,
    ...listIn(shown.mergedFrom),
    ...listIn(shown.otherRequesters),
    ...listIn(shown.links).map(caseOf),
  ]),
  ...parts.flatMap((part) => (isShown(shown[part]) ? pointersIn(shown[part]) : [])),
  ...lists.flatMap((list) => listIn(shown[list]).filter(isShown).flatMap(pointersIn)),
];

const without = (shown: ShownMembers, hidden: ReadonlySet<unknown>): ShownMembers => {
  const change = (member: string, value: unknown): unknown => {
    if (member === 'links') return listIn(value).filter((link) => !hidden.has(caseOf(link)));
    // A case without a contact stands for its requester.
    if (member === 'mergedFrom' || member === 'otherRequesters') return listIn(value).filter((id) => !hidden.has(id));
    if ((lists as readonly string[]).includes(member))
      return Array.isArray(value) ? value.map((one) => (isShown(one) ? without(one, hidden) : one)) : value;
    return (parts as readonly string[]).includes(member) && isShown(value) ? without(value, hidden) : value;
  };
  const kept = Object.entries(shown).filter(
    ([member, value]) => (member !== 'caseId' && member !== 'mergedInto') || !hidden.has(value),
  );
  return Object.fromEntries(kept.map(([member, value]) => [member, change(member, value)]));
};

/** The cases by these ids, those first that the request itself is about to write. */
const casesBy = async (
  services: Services,
  ids: string[],
  decisions: readonly Decision[],
): Promise<Map<string, Case>> => {
  const known = new Map<string, Case>();
  for (const { kind, after } of decisions) if (kind === 'case') known.set(after.id, after as Case);
  const keys = ids.filter((id) => !known.has(id)).map((id) => recordKey({ kind: 'case', id }));
  // Consistent, so that the case of a moment ago is not taken for one that is not there.
  for (const { record } of await services.table.getMany(keys, { consistent: true }))
    known.set((record as Case).id, record as Case);
  return known;
};

/** The case that the path of a request names, by its id or its reference. */
export const caseInPath = ({ path: pattern }: AnyRoute, path: unknown): string | undefined =>
  pattern.startsWith('/v1/cases/{id}') && isShown(path) && typeof path.id === 'string' ? path.id : undefined;

/** Whether a case is the one that somebody named. */
export const isNamed = (record: Case, named: string | undefined): boolean =>
  named !== undefined && (record.id === named || record.reference === parseReference(named));

interface RedactionInput {
  body: unknown;
  caller: Person;
  decisions?: readonly Decision[] | undefined;
  /**
   * The case in the path: the handler has let the caller in, though they may not see it after it,
   * or in lists.
   */
  named?: string | undefined;
}

/** An answer without pointers to cases that the caller may not see. */
export const withoutHiddenCases = async (
  services: Services,
  { body, caller, decisions = [], named }: RedactionInput,
): Promise<unknown> => {
  const ids = isShown(body) ? [...new Set(pointersIn(body))] : [];
  if (!isShown(body) || ids.length === 0) return body;
  const [cases, types] = [await casesBy(services, ids, decisions), await services.definitions.all('case-types')];
  const sees = (id: string): boolean => {
    const record = cases.get(id);
    if (!record) return false;
    const type = types.get(record.type);
    return isNamed(record, named) || (type !== undefined && mayOnCase(caller, 'view', type.value, record));
  };
  const hidden = new Set(ids.filter((id) => !sees(id)));
  return hidden.size === 0 ? body : without(body, hidden);
};
