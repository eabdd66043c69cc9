import { automationEvents } from '#shared/automation/automation.events.ts';
import { faultsOfSubjects } from '#shared/automation/rules/rule.ts';
import type { Segment } from '#shared/automation/segments/segment.ts';
import { faultsOfTexts } from '#shared/automation/signals/render-signal.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { caseworkEvents } from '#shared/casework/casework.events.ts';
import { faultsOfAction, typesForActions } from '#shared/configuration/faults-of-actions.ts';
import { faultsOfRecordTemplate, soundTemplate } from '#shared/configuration/faults-of-record-template.ts';
import { faultsOfSchedule } from '#shared/configuration/faults-of-schedule.ts';
import { type Choices, faultsOfAlertType, faultsOfCaseType } from '#shared/configuration/faults-of-types.ts';
import { faultsOfWorkflow } from '#shared/configuration/faults-of-workflow.ts';
import { kinds } from '#shared/configuration/kind-names.ts';
import { unknownPeople } from '#shared/configuration/people-in-fields.ts';
import { isNamedInConditions, referencesOf } from '#shared/configuration/references.ts';
import { faultsOfForm, routinesOf } from '#shared/configuration/routines.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { nodesOf } from '#shared/core/conditions/plan.ts';
import { buildRegistry, ofContactAlone, ofEventAlone, type Registry } from '#shared/core/conditions/registry.ts';
import { configurationEvents } from '#shared/core/definitions/configuration.events.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { type Fault, invalid, missingReference, unknownChoice, unknownReferences } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import { faultsOfTemplate } from '#shared/mail/notifications/render.ts';

const choicesIn = async (definitions: Configurations): Promise<Choices> => {
  const [caseTypes, alertTypes, priorities] = await Promise.all([
    definitions.all('case-types'),
    definitions.all('alert-types'),
    definitions.all('priorities'),
  ]);
  const keys = [...priorities.keys()];
  return {
    'alert.priority': keys,
    'case.priority': keys,
    'alert.type': [...alertTypes.keys()],
    'case.type': [...caseTypes.keys()],
  };
};

/**
 * The fields that a condition may name: the standard ones and the custom ones of every type there
 * is. It may ask for what the contact has and when it is asked.
 */
export const conditionRegistry = async (definitions: Configurations): Promise<Registry> => {
  const [caseTypes, alertTypes, choices] = await Promise.all([
    definitions.all('case-types'),
    definitions.all('alert-types'),
    choicesIn(definitions),
  ]);
  return buildRegistry({
    caseFields: [...caseTypes.values()].flatMap((type) => type.value.fields),
    alertFields: [...alertTypes.values()].flatMap((type) => type.value.fields),
    choices,
    ofContact: true,
  });
};

/** What the conditions of a kind may name, where that is not everything. */
const narrowing: { [K in Kind]?: (registry: Registry) => Registry } = {
  segments: ofContactAlone,
  'signal-mappings': ofEventAlone,
};

const registryFor = async (definitions: Configurations, kind: Kind): Promise<Registry> => {
  const registry = await conditionRegistry(definitions);
  return narrowing[kind]?.(registry) ?? registry;
};

// The members that are conditions, of whatever kind.
const conditionMembers = ['condition', 'exit', 'match'] as const;

/**
 * Every fault of the conditions that a configuration has as members, also of those whose form is
 * not sound. Takes any JSON.
 */
export const faultsOfConditions = async (definitions: Configurations, kind: Kind, json: unknown): Promise<Fault[]> => {
  if (typeof json !== 'object' || json === null) return [];
  const given = Object.entries(json).filter(([name]) => (conditionMembers as readonly string[]).includes(name));
  if (given.length === 0) return [];
  const registry = await registryFor(definitions, kind);
  return given.flatMap(([name, tree]) => checkCondition(tree, registry, `/${name}`));
};

/** Every condition of the rule, and what its actions say of the types they make records of. */
const faultsOfRule = async (
  rule: Partial<Pick<ValueOf<'rules'>, 'for' | 'condition' | 'trigger' | 'actions' | 'after'>>,
  definitions: Configurations,
  ofType?: Partial<CaseType>,
): Promise<Fault[]> => {
  const { condition, trigger, actions = [] } = rule;
  const types = { ...(await typesForActions(definitions)), ofType };
  const registry = await conditionRegistry(definitions);
  return [
    ...faultsOfSubjects(rule).map(({ path, code, message }) => ({
      pointer: pointerTo('', path),
      code,
      detail: message,
    })),
    ...(condition ? checkCondition(condition, registry, '/condition') : []),
    ...faultsOfSchedule({ trigger, condition }, registry),
    ...actions.flatMap((action, index) => faultsOfAction(action, `/actions/${index}`, types)),
  ];
};

/** The routines of a case type: rules that know of which type their cases are. */
const faultsOfRoutines = async (type: Partial<CaseType>, definitions: Configurations): Promise<Fault[]> => {
  const inside = routinesOf(type.routines).map(async ({ routine, at }) => {
    const faults = await faultsOfRule(routine, definitions, type);
    return faults.map((fault) => ({ ...fault, pointer: `${at}${fault.pointer}` }));
  });
  return [...faultsOfForm(type.routines), ...(await Promise.all(inside)).flat()];
};

const presence: readonly string[] = ['exists', 'not-exists'];

/** The condition of a segment, which knows a contact and no event. */
const faultsOfSegment = async ({ condition }: Partial<Segment>, definitions: Configurations): Promise<Fault[]> => {
  if (!condition) return [];
  const faults = checkCondition(condition, await registryFor(definitions, 'segments'), '/condition');
  // Being in any segment at all would be about itself, too.
  const anySegment = [...nodesOf(condition, '/condition')].flatMap(({ node, pointer }) =>
    'field' in node && node.field === 'contact.segments' && presence.includes(node.op)
      ? [{ pointer: `${pointer}/op`, code: 'circular', detail: 'asks for any segment, itself among them' }]
      : [],
  );
  return [...faults, ...anySegment];
};

const faultsOfMapping = async (
  mapping: Partial<ValueOf<'signal-mappings'>>,
  definitions: Configurations,
): Promise<Fault[]> => {
  const { match, alert } = mapping;
  const type = alert && (await definitions.one('alert-types', alert.type));
  const known = new Set(type?.value.fields.map(({ key }) => key));
  return [
    ...(match ? checkCondition(match, await registryFor(definitions, 'signal-mappings'), '/match') : []),
    ...faultsOfTexts(mapping),
    ...Object.keys((type && alert?.fields) ?? {})
      .filter((key) => !known.has(key))
      .map((key) => unknownChoice(pointerTo('/alert/fields', [key]), 'field', { value: key })),
  ];
};

// A person is no record, and what is asked of a webhook is not sent to it.
const sentToNobody: ReadonlySet<string> = new Set(['Mail Due', 'Webhook Resend Requested']);
const sentEvents: readonly string[] = [...caseworkEvents, ...automationEvents, ...configurationEvents]
  .map(({ type }) => type)
  .filter((type) => !sentToNobody.has(type));

/** Its events, and its condition. Where it leads depends on the stage, and is asked elsewhere. */
const faultsOfWebhook = async (
  { events = [], condition }: Partial<ValueOf<'webhooks'>>,
  definitions: Configurations,
): Promise<Fault[]> => [
  ...events.flatMap((event, index) =>
    sentEvents.includes(event)
      ? []
      : [{ pointer: `/events/${index}`, code: 'unknown-event', detail: `there is no event "${event}"` }],
  ),
  ...(condition ? checkCondition(condition, await conditionRegistry(definitions), '/condition') : []),
];

type Inside = { [K in Kind]?: (value: Partial<ValueOf<K>>, definitions: Configurations) => Promise<Fault[]> };

/**
 * What stands inside a configuration and is put to what it may name: conditions, tokens, fields,
 * parts of itself.
 */
const faultsInside: Inside = {
  rules: faultsOfRule,
  workflows: async (value, definitions) =>
    faultsOfWorkflow(value, {
      registry: await conditionRegistry(definitions),
      types: await typesForActions(definitions),
    }),
  segments: faultsOfSegment,
  'signal-mappings': faultsOfMapping,
  webhooks: faultsOfWebhook,
  templates: async (value) => faultsOfTemplate({ name: '', subject: '', text: '', ...value }),
  'record-templates': faultsOfRecordTemplate,
  'case-types': async (value, definitions) => [
    ...faultsOfCaseType(value, await choicesIn(definitions)),
    ...(await faultsOfRoutines(value, definitions)),
  ],
  'alert-types': async (value, definitions) => faultsOfAlertType(value, await choicesIn(definitions)),
};

/** What one of a kind is called: `case-types` are kept, each is a case type. */
const nameOfOne = (kind: Kind): string => kind.replace(/ies$/, 'y').replace(/s$/, '').replaceAll('-', ' ');

const faultsOfReferences = async <K extends Kind>(
  definitions: Configurations,
  kind: K,
  value: Partial<ValueOf<K>>,
): Promise<Fault[]> => {
  const found = await Promise.all(
    referencesOf(kind, value).map(async (reference) =>
      (await definitions.one(reference.kind, reference.key))
        ? []
        : [missingReference(reference.pointer, nameOfOne(reference.kind), reference.key)],
    ),
  );
  return found.flat();
};

/**
 * What the whole configuration has against one that is to be saved, as far as its form is sound:
 * what is wrong inside it, and what it refers to in vain.
 */
export const faultsOfConfiguration = async <K extends Kind>(
  definitions: Configurations,
  kind: K,
  value: Partial<ValueOf<K>>,
): Promise<{ inside: Fault[]; missing: Fault[] }> => {
  const sound = kind === 'record-templates' ? (soundTemplate(value) as Partial<ValueOf<K>>) : value;
  return {
    inside: (await faultsInside[kind]?.(value, definitions)) ?? [],
    missing: [
      ...(await faultsOfReferences(definitions, kind, sound)),
      ...(await unknownPeople(definitions, kind, sound)),
    ],
  };
};

/**
 * Refuses what is wrong with configurations that are to be saved, with every fault.
 * @throws `unknown-reference` (422) where it is only references, else `invalid-request` (400)
 */
export const refuseFaults = ({ inside, missing }: { inside: Fault[]; missing: Fault[] }): void => {
  if (inside.length > 0) throw invalid([...inside, ...missing]);
  if (missing.length > 0) throw unknownReferences(missing);
};

/**
 * Checks a configuration before it is saved: its conditions and tokens, and what it refers to.
 * @throws as `refuseFaults`
 */
export const checkConfiguration = async <K extends Kind>(
  definitions: Configurations,
  kind: K,
  value: ValueOf<K>,
): Promise<void> => refuseFaults(await faultsOfConfiguration(definitions, kind, value));

/** Every configuration that refers to one, as `<kind>/<key>`. */
export const usesOf = async (definitions: Configurations, target: { kind: Kind; key: string }): Promise<string[]> => {
  const uses = await Promise.all(
    kinds.map(async (kind) =>
      [...(await definitions.all(kind)).values()]
        .filter(
          (one) =>
            !(kind === target.kind && one.key === target.key) &&
            (isNamedInConditions(one.value, target) ||
              referencesOf(kind, one.value as never).some(
                (reference) => reference.kind === target.kind && reference.key === target.key,
              )),
        )
        .map((one) => `${kind}/${one.key}`),
    ),
  );
  return uses.flat();
};
