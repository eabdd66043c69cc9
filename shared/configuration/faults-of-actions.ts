import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { type Fault, unknownChoice } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';

/** The types that actions make records of, by key. */
export interface TypesForActions {
  caseTypes: ReadonlyMap<string, Configured<'case-types'>>;
  alertTypes: ReadonlyMap<string, Configured<'alert-types'>>;
  /** The one type whose cases the actions are about, where that is known. */
  ofType?: CaseType | undefined;
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

/**
 * What an action says of a case that no type of cases knows; which type its cases are of turns out
 * when it runs.
 */
const faultsOfNames = (action: RuleAction, types: readonly CaseType[], at: string): Fault[] => {
  const unknown = (member: string, value: string | undefined, known: (type: CaseType) => readonly { key: string }[]) =>
    value === undefined || types.some((type) => known(type).some(({ key }) => key === value))
      ? []
      : [
          {
            pointer: `${at}/${member}`,
            code: `unknown-${member.replace('/', '-')}`,
            detail: `no case type has such a ${member.replace('/', ' ')}`,
          },
        ];
  switch (action.do) {
    case 'update-status':
      return unknown('status', action.status, (type) => type.statuses);
    case 'update-stage':
      return unknown('stage', action.stage, (type) => type.stages);
    case 'create-task':
      return action.task.type === undefined && action.task.title === undefined
        ? [{ pointer: `${at}/task/title`, code: 'required', detail: 'a task without a type needs a title' }]
        : unknown('task/type', action.task.type, (type) => type.taskTypes);
    case 'escalate':
      return unknown('reason', action.reason, (type) => type.escalationReasons);
    case 'close':
      return unknown('reason', action.reason, (type) => type.closureReasons);
    default:
      return [];
  }
};

/** What is wrong with an action of a rule or a workflow for the types that there are. */
export const faultsOfAction = (
  action: RuleAction,
  at: string,
  { caseTypes, alertTypes, ofType }: TypesForActions,
): Fault[] => {
  const types = ofType ? [ofType] : [...caseTypes.values()].map(({ value }) => value);
  const made = action.do === 'create-case' || action.do === 'escalate' ? action.case : undefined;
  const caseType = made && caseTypes.get(made.type);
  const alertType = action.do === 'create-alert' ? alertTypes.get(action.alert.type) : undefined;
  return [
    ...faultsOfNames(action, types, at),
    ...(caseType ? faultsOfGiven(caseType.value.fields, made?.fields, `${at}/case/fields`) : []),
    ...(alertType && action.do === 'create-alert'
      ? faultsOfGiven(alertType.value.fields, action.alert.fields, `${at}/alert/fields`)
      : []),
  ];
};
