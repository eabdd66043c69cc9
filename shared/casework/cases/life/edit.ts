import type { Case, CaseChanges } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase, faultsOfChoices } from '#shared/casework/cases/change-case.ts';
import { checkDetails } from '#shared/casework/cases/details.ts';
import { refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import type { ClockOperation } from '#shared/core/clocks/operation.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/** Leaves out what a change clears with `null`. */
const withoutNulls = <T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

const clearedBy = (changes: CaseChanges): Set<string> =>
  new Set(Object.entries(changes).flatMap(([field, value]) => (value === null ? [field] : [])));

/**
 * What the type of a case says against a change of its priority, subtype, stage, custom fields and
 * details, and those two as they would be after it.
 */
export const checkCaseChanges = (
  current: Case,
  { changes, at }: { changes: Partial<CaseChanges>; at: number },
  definition: CaseDefinition,
): { fields: Record<string, unknown>; details: Case['details']; faults: Fault[] } => {
  const { fields, faults } = checkFields(definition.type.fields, changes.fields ?? {}, {
    existing: current.fields,
    record: (values) => ({ case: { ...current, ...changes, fields: values } }),
    before: { case: current },
    at,
  });
  const filled = checkDetails(current, { given: changes.details, after: { fields }, at }, definition);
  return {
    fields,
    details: filled.details,
    faults: [...faultsOfChoices(definition, changes), ...faults, ...filled.faults],
  };
};

/** Leaving a stage adds its time to what was spent there before. */
export const onStage = (before: Case, after: Case, at: number): Case => {
  if (before.stage === after.stage) return after;
  const { stageSince, ...rest } = after;
  const spent =
    before.stage && stageSince
      ? { [before.stage]: (own(before.timeInStage, before.stage) ?? 0) + at - epoch(stageSince) }
      : {};
  return {
    ...rest,
    timeInStage: { ...before.timeInStage, ...spent },
    ...(after.stage !== undefined && { stageSince: iso(at) }),
  };
};

/** Whom a case is about is its first client; changing that changes it among the clients too. */
export const onContact = (before: Case, after: Case): Case => {
  if (before.contactId === after.contactId || after.contactId === undefined) return after;
  const others = before.clients.filter((id) => id !== before.contactId && id !== after.contactId);
  return { ...after, clients: [after.contactId, ...others] };
};

/**
 * What is wrong with a target that was asked for, at the member of the request that asks for it.
 */
const pointingTo = <T>(pointer: string, decide: () => T): T => {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-request') throw error;
    throw invalid(error.faults.map((fault) => ({ ...fault, pointer })));
  }
};

/**
 * Edits a case; a new priority re-targets its clocks from their start. @throws 400 with every
 * fault, `disabled`, `clock-stopped` for `dueAt` when closed, `locked-out`, `requester-hidden`
 */
export const editCase = (
  current: Case,
  { changes, at }: { changes: CaseChanges; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  if (current.anonymous && changes.contactId !== undefined) throw new Refusal('requester-hidden');
  const { fields, details, faults } = checkCaseChanges(current, { changes, at }, definition);
  if (faults.length > 0) throw invalid(faults);
  if (changes.priority !== current.priority) refuseDisabledPriority(definition, changes.priority);
  refuseKeptOut(current, [{ id: changes.contactId, pointer: '/contactId' }]);
  const { dueAt, ...others } = changes;
  const completion = current.clocks.find((clock) => clock.key === 'completion');
  // Where it has that clock, a case is due when the clock is.
  const plain = completion ? others : changes;
  const cleared = clearedBy(plain);
  const kept = Object.fromEntries(Object.entries(current).filter(([field]) => !cleared.has(field))) as Case;
  const after: Case = onStage(
    current,
    onContact(current, { ...kept, ...withoutNulls(plain), fields, ...(details && { details }) }),
    at,
  );
  const isSame = dueAt === undefined || (dueAt === null && completion?.clearedAt !== undefined);
  if (!completion || isSame) return changeCase(current, after, { type: 'Case Updated', at, definition });
  const operation: ClockOperation = dueAt === null ? { do: 'clear' } : { do: 'set', to: dueAt };
  const detail = { clock: completion.key, operation };
  return pointingTo('/dueAt', () => changeCase(current, after, { type: 'Case Updated', at, definition, detail }));
};
