import { builtInGroups, type Group } from '#shared/access/group.schema.ts';
import { peopleInAction } from '#shared/automation/rules/people-in-action.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import { calendarOf } from '#shared/automation/rules/time/time-triggers.schema.ts';
import type { SignalMapping } from '#shared/automation/signals/signal-mapping.ts';
import { everyStep } from '#shared/automation/workflows/step-path.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { WorkflowStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { RecordTemplate } from '#shared/casework/record-templates/record-template.schema.ts';
import type { TaskStep } from '#shared/casework/tasks/task-step.schema.ts';
import { routinesOf } from '#shared/configuration/routines.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { nodesOf } from '#shared/core/conditions/plan.ts';
import { segmentsNamed } from '#shared/core/conditions/related.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** A place in a configuration that names another one. */
interface ConfigurationReference {
  kind: Kind;
  key: string;
  pointer: string;
}

const one = (kind: Kind, key: string | undefined, pointer: string): ConfigurationReference[] =>
  key === undefined ? [] : [{ kind, key, pointer }];
const many = (kind: Kind, keys: readonly string[] | undefined, pointer: string): ConfigurationReference[] =>
  (keys ?? []).map((key, index) => ({ kind, key, pointer: `${pointer}/${index}` }));
const isKept = ({ key }: ConfigurationReference): boolean => !(builtInGroups as readonly string[]).includes(key);
const groupsOf = (groups: Record<string, readonly string[]> = {}): ConfigurationReference[] =>
  Object.entries(groups).flatMap(([role, keys]) => many('groups', keys, `/groups/${role}`).filter(isKept));
const ownerOf = (owner: PersonOrGroup | undefined, pointer: string): ConfigurationReference[] =>
  owner && 'group' in owner ? one('groups', owner.group, `${pointer}/group`) : [];
const templatesOf = (notifications: Record<string, { template?: string | undefined }> = {}): ConfigurationReference[] =>
  Object.entries(notifications).flatMap(([event, { template }]) =>
    one('templates', template, `/notifications/${event}/template`),
  );

const taskStepReferences = (step: TaskStep, at: string): ConfigurationReference[] => {
  if (step.do === 'mail') return one('templates', step.template, `${at}/template`);
  return step.do === 'approve' ? one('groups', step.group, `${at}/group`) : [];
};

const caseTypeReferences = (type: Partial<CaseType>): ConfigurationReference[] => [
  ...one('instances', type.instance, '/instance'),
  ...many('priorities', type.priorities, '/priorities'),
  ...one('priorities', type.defaultPriority, '/defaultPriority'),
  ...groupsOf(type.groups),
  ...(type.targets ?? []).flatMap((target, index) => [
    ...one('calendars', target.calendar, `/targets/${index}/calendar`),
    ...Object.keys(target.byPriority ?? {}).flatMap((key) =>
      one('priorities', key, `/targets/${index}/byPriority/${key}`),
    ),
    ...target.onBreach.ladder.flatMap(({ groups }, rung) =>
      many('groups', groups, `/targets/${index}/onBreach/ladder/${rung}/groups`).filter(isKept),
    ),
  ]),
  ...(['closureReasons', 'reassignReasons', 'escalationReasons'] as const).flatMap((list) =>
    (type[list] ?? []).flatMap((reason, index) => one('templates', reason.template, `/${list}/${index}/template`)),
  ),
  ...(type.taskTypes ?? []).flatMap((task, index) => [
    ...many('groups', task.groups, `/taskTypes/${index}/groups`).filter(isKept),
    ...one('calendars', task.calendar, `/taskTypes/${index}/calendar`),
    ...(task.steps ?? []).flatMap((step, place) => taskStepReferences(step, `/taskTypes/${index}/steps/${place}`)),
  ]),
  ...(type.roles ?? []).flatMap((role, index) => many('groups', role.groups, `/roles/${index}/groups`).filter(isKept)),
  ...(['timelines', 'sequences'] as const).flatMap((list) =>
    (type[list] ?? []).flatMap(({ steps }, index) =>
      steps.flatMap(({ assignee }, step) =>
        typeof assignee === 'object' && 'group' in assignee
          ? one('groups', assignee.group, `/${list}/${index}/steps/${step}/assignee/group`)
          : [],
      ),
    ),
  ),
  ...one('templates', type.silence?.template, '/silence/template'),
  ...templatesOf(type.notifications),
];

const alertTypeReferences = (type: Partial<AlertType>): ConfigurationReference[] => [
  ...groupsOf(type.groups),
  ...one('priorities', type.defaultPriority, '/defaultPriority'),
  ...ownerOf(type.defaultReviewer, '/defaultReviewer'),
  ...one('calendars', type.calendar, '/calendar'),
  ...templatesOf(type.notifications),
];

const mappingReferences = ({ alert }: Partial<SignalMapping>): ConfigurationReference[] => [
  ...one('alert-types', alert?.type, '/alert/type'),
  ...one('priorities', alert?.priority, '/alert/priority'),
];

const typesOfAction = (action: RuleAction, at: string): ConfigurationReference[] => {
  switch (action.do) {
    case 'update-priority':
      return one('priorities', action.priority, `${at}/priority`);
    case 'update-type':
      return one('case-types', action.type, `${at}/type`);
    case 'escalate':
    case 'create-case':
      return [
        ...one('case-types', action.case?.type, `${at}/case/type`),
        ...one('priorities', action.case?.priority, `${at}/case/priority`),
        ...one('record-templates', action.case?.template, `${at}/case/template`),
      ];
    case 'create-alert':
      return [
        ...one('alert-types', action.alert.type, `${at}/alert/type`),
        ...one('priorities', action.alert.priority, `${at}/alert/priority`),
        ...one('record-templates', action.alert.template, `${at}/alert/template`),
      ];
    case 'send-mail':
      return one('templates', action.template, `${at}/template`);
    case 'enroll':
      return one('workflows', action.workflow, `${at}/workflow`);
    default:
      return [];
  }
};

const actionReferences = (action: RuleAction, at: string): ConfigurationReference[] => [
  ...typesOfAction(action, at),
  ...peopleInAction(action).flatMap(({ person, pointer }) =>
    'group' in person ? one('groups', person.group, `${at}${pointer}/group`) : [],
  ),
];

/** What a condition refers to: the calendars whose hours it asks for, and the segments it names. */
const conditionReferences = (condition: Condition | undefined, at: string): ConfigurationReference[] =>
  [...(condition ? nodesOf(condition, at) : [])].flatMap(({ node, pointer }) => {
    if ('now' in node) return one('calendars', node.calendar, `${pointer}/calendar`);
    if (!('field' in node && node.field === 'contact.segments')) return [];
    return Array.isArray(node.value)
      ? many('segments', segmentsNamed(node.value), `${pointer}/value`)
      : many('segments', segmentsNamed(node.value), '').map((reference) => ({
          ...reference,
          pointer: `${pointer}/value`,
        }));
  });

/** Of which kind the keys are that a condition compares a field with. */
const kindOfValues = new Map<unknown, Kind>([
  ['case.type', 'case-types'],
  ['alert.caseType', 'case-types'],
  ['alert.type', 'alert-types'],
  ['case.priority', 'priorities'],
  ['alert.priority', 'priorities'],
  ['case.instance', 'instances'],
  ['case.group', 'groups'],
  ['alert.group', 'groups'],
]);

/**
 * Whether a condition compares with a key, wherever in a configuration it stands. That the key is
 * there is checked with the condition, so this is no place of a reference.
 */
export const isNamedInConditions = (value: unknown, target: { kind: Kind; key: string }): boolean => {
  if (value === null || typeof value !== 'object') return false;
  if ('field' in value && 'value' in value && kindOfValues.get(value.field) === target.kind)
    return [value.value].flat().includes(target.key);
  return Object.values(value).some((part) => isNamedInConditions(part, target));
};

type AnyTrigger = Workflow['trigger'] | Rule['trigger'];
type ReferringRule = Partial<Pick<Rule, 'actions' | 'condition' | 'trigger' | 'after'>>;

interface TimedReferences extends Pick<ReferringRule, 'after'> {
  trigger?: AnyTrigger | undefined;
}

/** The segment or the mapping that a trigger waits for, or the type of a form. */
const triggerReferences = (trigger: AnyTrigger | undefined): ConfigurationReference[] => [
  ...(trigger && 'segment' in trigger ? one('segments', trigger.segment, '/trigger/segment') : []),
  ...(trigger && 'mapping' in trigger ? one('signal-mappings', trigger.mapping, '/trigger/mapping') : []),
  ...(trigger && 'caseType' in trigger ? one('case-types', trigger.caseType, '/trigger/caseType') : []),
];

/** The calendars that a rule counts time by, and what the records of its schedule are asked. */
const timeReferences = ({ trigger, after }: TimedReferences): ConfigurationReference[] => [
  ...one('calendars', after && calendarOf(after), '/after/calendar'),
  ...(trigger && 'for' in trigger ? one('calendars', calendarOf(trigger.for), '/trigger/for/calendar') : []),
  ...(trigger && 'over' in trigger ? conditionReferences(trigger.over, '/trigger/over') : []),
];

const ruleReferences = ({ actions = [], condition, ...time }: ReferringRule): ConfigurationReference[] => [
  ...conditionReferences(condition, '/condition'),
  ...triggerReferences(time.trigger),
  ...timeReferences(time),
  ...actions.flatMap((action, index) => actionReferences(action, `/actions/${index}`)),
];

const routineReferences = ({ routines }: Partial<CaseType>): ConfigurationReference[] =>
  routinesOf(routines).flatMap(({ routine, at }) =>
    ruleReferences(routine).map((reference) => ({ ...reference, pointer: `${at}${reference.pointer}` })),
  );
const stepReferences = (step: WorkflowStep, at: string): ConfigurationReference[] => {
  switch (step.do) {
    case 'wait':
      return one('calendars', step.calendar, `${at}/calendar`);
    case 'branch':
      return conditionReferences(step.if, `${at}/if`);
    case 'finish':
      return [];
    case 'call-webhook':
      return one('webhooks', step.webhook, `${at}/webhook`);
    default:
      return actionReferences(step, at);
  }
};

const workflowReferences = (workflow: Partial<Workflow>): ConfigurationReference[] => {
  const { trigger, condition, exit, groups, steps = [] } = workflow;
  return [
    ...triggerReferences(trigger),
    ...timeReferences({ trigger }),
    ...conditionReferences(condition, '/condition'),
    ...conditionReferences(exit, '/exit'),
    ...many('groups', groups, '/groups'),
    ...everyStep(steps).flatMap(({ path, step }) => stepReferences(step, `/steps${path}`)),
  ];
};

const templateReferences = ({ for: made, values }: Partial<RecordTemplate>): ConfigurationReference[] => {
  const { type, priority, ...rest } = (values ?? {}) as Record<string, unknown>;
  const keyOf = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const owner = made === 'alert' ? 'reviewer' : 'assignee';
  return [
    ...one(made === 'alert' ? 'alert-types' : 'case-types', keyOf(type), '/values/type'),
    ...one('priorities', keyOf(priority), '/values/priority'),
    ...ownerOf(rest[owner] as PersonOrGroup | undefined, `/values/${owner}`),
  ];
};

const groupReferences = ({ members = [] }: Partial<Group>): ConfigurationReference[] =>
  members.flatMap(({ calendar }, index) => one('calendars', calendar, `/members/${index}/calendar`));

const finders: { [K in Kind]?: (value: Partial<ValueOf<K>>) => ConfigurationReference[] } = {
  'case-types': (type) => [...caseTypeReferences(type), ...routineReferences(type)],
  'alert-types': alertTypeReferences,
  'signal-mappings': mappingReferences,
  'record-templates': templateReferences,
  segments: ({ condition }) => conditionReferences(condition, '/condition'),
  rules: ruleReferences,
  groups: groupReferences,
  'retention-policies': ({ for: about }) => (about ? one(`${about.kind}-types`, about.type, '/for/type') : []),
  workflows: workflowReferences,
};

/** What a configuration refers to, as far as it is there, each with its pointer. */
export const referencesOf = <K extends Kind>(kind: K, value: Partial<ValueOf<K>>): ConfigurationReference[] =>
  finders[kind]?.(value) ?? [];
