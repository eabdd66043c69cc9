import { enrollingIn } from '#functions/automation/enrolling.ts';
import type { RecordedInputs } from '#functions/automation/recorded-inputs.ts';
import type { Scene } from '#functions/automation/scene.ts';
import { closingOf } from '#functions/closing.ts';
import { latestAlertOf } from '#functions/raise-or-repeat.ts';
import type { ReadingServices, Services } from '#functions/services.ts';
import { type ActionContext, aboutOf } from '#shared/automation/rules/act.ts';
import { gatherDeals, gives } from '#shared/automation/rules/deal-for-rule.ts';
import { peopleInAction } from '#shared/automation/rules/people-in-action.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import { type ActionTools, contextFrom, type RunInputs } from '#shared/automation/rules/run-inputs.ts';
import { alertDefinitionForNew, alertsBy } from '#shared/casework/alerts/alerts.ts';
import { asksAlertsOfCase } from '#shared/casework/assignment/people-of-story.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { openCaseOf } from '#shared/casework/cases/links/open-case.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { own } from '#shared/core/records/own.ts';
import { directoryOf, membersOfGroups } from '#shared/mail/notifications/directory.ts';

// What actions need beside their record is read here, each only for the actions that need it; the
// actions themselves read nothing.

const casesMadeBy = (action: RuleAction) =>
  (action.do === 'create-case' || action.do === 'escalate') && action.case
    ? [{ type: action.case.type, template: action.case.template, join: action.join }]
    : [];
const alertsMadeBy = (action: RuleAction) => (action.do === 'create-alert' ? [action.alert] : []);

/** Those that there are, by key. */
const found = async <T>(
  keys: readonly (string | undefined)[],
  find: (key: string) => Promise<T | undefined>,
): Promise<[string, T][]> => {
  const wanted = [...new Set(keys)].flatMap((key) => key ?? []);
  const all = await Promise.all(wanted.map(async (key) => [key, await find(key)] as const));
  return all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
};

/** Whose actions they are, on what, and when. */
export interface Acting {
  /** Of the rule or the workflow: a rotation is by it and the place of the action. */
  key: string;
  actions: readonly RuleAction[];
  scene: Scene;
  occasion: Pick<ActionContext, 'by' | 'at' | 'cause' | 'event'>;
  /** What was read then, where that is to be taken and not what there is today. */
  recorded?: RecordedInputs | undefined;
}

/** What is read for actions, and where ids come from. */
type ReadingForActions = ReadingServices & Pick<Services, 'newId' | 'random'>;

/** What actions take from the configuration, and where ids come from. */
export const toolsFor = async (
  services: ReadingForActions,
  { actions, scene, occasion }: Acting,
): Promise<ActionTools> => {
  const { definitions } = services;
  const { linkedCase } = scene;
  const { at: _at, ...who } = occasion;
  const cases = actions.flatMap(casesMadeBy);
  const alerts = actions.flatMap(alertsMadeBy);
  const converted = actions.flatMap((one) => (one.do === 'update-type' ? [one.type] : []));
  const directory = directoryOf(await definitions.all('groups'));
  const caseTypes = [...cases.map(({ type }) => type), ...converted];
  const alertTypes = alerts.map(({ type }) => type);
  const templates = [...cases, ...alerts].map(({ template }) => template);
  return {
    ...who,
    newId: () => services.newId(occasion.at),
    newReference: () => referenceFrom(services.random(5)),
    caseTypes: new Map(await found(caseTypes, (type) => definitionForNew(definitions, type))),
    alertTypes: new Map(await found(alertTypes, (type) => alertDefinitionForNew(definitions, type))),
    templates: new Map(
      await found(templates, async (template) => (await definitions.one('record-templates', template))?.value),
    ),
    linkedCaseType: linkedCase && (await definitions.one('case-types', linkedCase.type))?.value,
    isStaff: (id) => directory.people.has(id),
    membersOf: (group) => membersOfGroups(directory, [group]).map(({ id }) => id),
  };
};

const closingFor = async (services: ReadingServices, { actions, scene: { target } }: Acting, read: ReadInput) => {
  if (target.kind !== 'case' || !actions.some((action) => action.do === 'close')) return undefined;
  return read(
    'closing',
    ({ inputs }) => inputs.closing,
    async () => {
      const { blockers, alerts } = await closingOf(services, target.record);
      return { blockers, alerts };
    },
  );
};

const alertsOfCase = async ({ table }: ReadingServices, { actions, scene: { target } }: Acting, read: ReadInput) => {
  const asks = actions.some((action) => peopleInAction(action).some(({ person }) => asksAlertsOfCase(person)));
  if (!asks || target.kind !== 'case') return undefined;
  return read(
    'alerts',
    ({ inputs }) => inputs.alertsOfCase,
    () => alertsBy(table, target.record.alertIds),
  );
};

type ReadInput = RecordedInputs['answer'];
const asItIs: ReadInput = (_name, _then, now) => now();

/** Reads what actions depend on beside their record and the configuration. */
export const gatherInputs = async (
  services: ReadingServices,
  acting: Acting,
  tools: ActionTools,
): Promise<RunInputs> => {
  const { table, definitions } = services;
  const { key, actions, scene, occasion, recorded } = acting;
  const read: ReadInput = recorded ? (...asked) => recorded.answer(...asked) : asItIs;
  const { target, ...known } = scene;
  const { at } = occasion;
  const contactId = target.kind === 'contact' ? target.record.id : target.record.contactId;
  const joining =
    contactId === undefined ? [] : actions.flatMap(casesMadeBy).filter(({ join }) => join === 'open-case');
  const workflows = actions.flatMap((action) => (action.do === 'enroll' ? [action.workflow] : []));
  const ofCase = await alertsOfCase(services, acting, read);
  const about = aboutOf(target, { ...tools, ...known, alertsOfCase: ofCase });
  const candidate = { contactId: contactId ?? '', record: { kind: target.kind, id: target.record.id } };
  return {
    ...known,
    at,
    alertsOfCase: ofCase,
    closing: await closingFor(services, acting, read),
    openCases: Object.fromEntries(
      await found(
        joining.map(({ type }) => type),
        (type) =>
          read(
            'open-cases',
            ({ inputs }) => own(inputs.openCases, type),
            () => openCaseOf(table, { contactId: contactId ?? '', type }),
          ),
      ),
    ),
    latestAlerts: Object.fromEntries(
      await found([...tools.alertTypes.keys()], async (type) => {
        const definition = tools.alertTypes.get(type);
        if (!definition) return undefined;
        return read(
          'latest-alerts',
          ({ inputs }) => own(inputs.latestAlerts, type),
          () => latestAlertOf(services, { type, contactId }, definition),
        );
      }),
    ),
    enrolling: Object.fromEntries(
      await found(contactId === undefined ? [] : workflows, (workflow) =>
        read(
          'enrollments',
          ({ inputs }) => own(inputs.enrolling, workflow),
          () => enrollingIn(services, workflow, candidate),
        ),
      ),
    ),
    deals: gives({ actions })
      ? await gatherDeals(
          { table, roster: await rosterOf(definitions), random: Math.random },
          { key, actions, target, about, at, then: recorded && ((deal) => recorded.deal(deal)) },
        )
      : [],
  };
};

/** Everything by which actions on a record are decided. */
export const contextFor = async (services: ReadingForActions, acting: Acting): Promise<ActionContext> => {
  const tools = await toolsFor(services, acting);
  return contextFrom(acting, await gatherInputs(services, acting, tools), tools);
};
