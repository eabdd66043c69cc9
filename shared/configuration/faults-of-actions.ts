import { peopleInAction } from '#shared/automation/rules/people-in-action.ts';
import { changesBy } from '#shared/automation/rules/property-changes.ts';
import type { ActionOf, RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { type Fault, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { mayHave } from '#shared/core/records/refine-sound.ts';

/** The types that actions make records of, by key. */
export interface TypesForActions {
  caseTypes: ReadonlyMap<string, Configured<'case-types'>>;
  alertTypes: ReadonlyMap<string, Configured<'alert-types'>>;
  /** The one type whose cases the actions are about, where that is known. */
  ofType?: Partial<CaseType> | undefined;
}

export const typesForActions = async (definitions: Configurations): Promise<TypesForActions> => {
  const [caseTypes, alertTypes] = await Promise.all([definitions.all('case-types'), definitions.all('alert-types')]);
  return { caseTypes, alertTypes };
};

/**
 * Custom fields that a configuration fills in, against the type they are filled in for. What is
 * still missing there may come from elsewhere.
 */
export const faultsOfGiven = (
  definitions: readonly FieldDefinition[],
  given: Record<string, unknown> | undefined,
  pointer: string,
): Fault[] =>
  Object.entries(given ?? {}).flatMap(([key, value]) => {
    const definition = definitions.find((one) => one.key === key);
    if (!definition) return [unknownChoice(pointerTo(pointer, [key]), 'field', { value: key })];
    if (definition.type === 'file')
      return [{ pointer: pointerTo(pointer, [key]), code: 'no-file-yet', detail: 'a new record has no files yet' }];
    const { error } = valueSchema(definition).safeParse(value);
    return (error?.issues ?? []).map((issue) => ({
      pointer: pointerTo(pointer, [key, ...issue.path]),
      code: `invalid-${definition.type}`,
      detail: issue.message,
    }));
  });

/** What is wrong with a value that is set, whatever contact has it. */
const faultsOfProperty = ({ property, value }: ActionOf<'set-property'>, at: string): Fault[] => {
  try {
    changesBy(property, value);
    return [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.faults.map((fault) => ({ ...fault, pointer: `${at}${fault.pointer}` }));
  }
};

/** A status that is reached by no rule: where it is known, it closes. */
const faultsOfStatus = (status: string, types: readonly Partial<CaseType>[], pointer: string): Fault[] => {
  const known = types.flatMap(({ statuses = [] }) => statuses.filter(({ key }) => key === status));
  return known.length > 0 && known.every(({ category }) => isClosedCategory(category))
    ? [{ pointer, code: 'use-close', detail: 'closes a case, which the action close does' }]
    : [];
};

/** An outcome that no type of alerts has for what the action does. */
const faultsOfOutcome = (
  { do: settles, outcome }: ActionOf<'resolve'> | ActionOf<'dismiss'>,
  types: readonly AlertType[],
  at: string,
): Fault[] => {
  const status = settles === 'resolve' ? 'resolved' : 'dismissed';
  const isKnown = ({ outcomes }: AlertType) =>
    outcomes.some((one) => one.key === outcome && (!one.for || one.for.includes(status)));
  return outcome === undefined || types.some(isKnown)
    ? []
    : [
        {
          pointer: `${at}/outcome`,
          code: 'unknown-outcome',
          detail: `no alert type has such an outcome for ${status}`,
        },
      ];
};

type Keyed = readonly { key: string }[];

/**
 * What an action says of a case that no type of cases knows; which type its cases are of turns out
 * when it runs.
 */
const faultsOfNames = (action: RuleAction, types: readonly Partial<CaseType>[], at: string): Fault[] => {
  const unknown = (
    member: string,
    value: string | undefined,
    known: (type: Partial<CaseType>) => Keyed | undefined,
    name = member,
  ) =>
    value === undefined || types.some((type) => mayHave(known(type), ({ key }) => key === value))
      ? []
      : [
          {
            pointer: `${at}/${member}`,
            code: `unknown-${name.replace('/', '-')}`,
            detail: `no case type has such a ${name.replace('/', ' ')}`,
          },
        ];
  const roles = peopleInAction(action).flatMap(({ person, pointer }) =>
    'role' in person ? unknown(`${pointer}/role`.slice(1), person.role, (type) => type.roles, 'role') : [],
  );
  switch (action.do) {
    case 'update-status':
      return [
        ...unknown('status', action.status, (type) => type.statuses),
        ...faultsOfStatus(action.status, types, `${at}/status`),
      ];
    case 'update-stage':
      return unknown('stage', action.stage, (type) => type.stages);
    case 'update-target': {
      const [kind, stage] = action.clock.split(':');
      return kind === 'stage' ? unknown('clock', stage, (type) => type.stages, 'stage') : [];
    }
    case 'create-task':
      return action.task.type === undefined && action.task.title === undefined
        ? [...roles, { pointer: `${at}/task/title`, code: 'required', detail: 'a task without a type needs a title' }]
        : [...roles, ...unknown('task/type', action.task.type, (type) => type.taskTypes)];
    case 'escalate':
      return [...roles, ...unknown('reason', action.reason, (type) => type.escalationReasons)];
    case 'close':
      return unknown('reason', action.reason, (type) => type.closureReasons);
    default:
      return roles;
  }
};

/** What is wrong with an action of a rule or a workflow for the types that there are. */
export const faultsOfAction = (
  action: RuleAction,
  at: string,
  { caseTypes, alertTypes, ofType }: TypesForActions,
): Fault[] => {
  const types = ofType ? [ofType] : [...caseTypes.values()].map(({ value }) => value);
  const settled = action.do === 'resolve' || action.do === 'dismiss' ? action : undefined;
  const made = action.do === 'create-case' || action.do === 'escalate' ? action.case : undefined;
  const caseType = made && caseTypes.get(made.type);
  const alertType = action.do === 'create-alert' ? alertTypes.get(action.alert.type) : undefined;
  return [
    ...faultsOfNames(action, types, at),
    ...(action.do === 'set-property' ? faultsOfProperty(action, at) : []),
    ...(settled
      ? faultsOfOutcome(
          settled,
          [...alertTypes.values()].map(({ value }) => value),
          at,
        )
      : []),
    ...(caseType ? faultsOfGiven(caseType.value.fields, made?.fields, `${at}/case/fields`) : []),
    ...(alertType && action.do === 'create-alert'
      ? faultsOfGiven(alertType.value.fields, action.alert.fields, `${at}/alert/fields`)
      : []),
  ];
};
