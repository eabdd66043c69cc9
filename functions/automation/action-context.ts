import { enrollingFor } from '#functions/automation/enrolling.ts';
import { closingOf } from '#functions/closing.ts';
import { latestAlertOf } from '#functions/raise-or-repeat.ts';
import type { Services } from '#functions/services.ts';
import type { ActionContext, RuleTarget } from '#shared/automation/rules/act.ts';
import { peopleInAction } from '#shared/automation/rules/people-in-action.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import { alertDefinitionForNew, alertsBy } from '#shared/casework/alerts/alerts.ts';
import { asksAlertsOfCase } from '#shared/casework/assignment/people-of-story.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { openCaseOf } from '#shared/casework/cases/links/open-case.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { directoryOf, membersOfGroups } from '#shared/mail/notifications/directory.ts';

// What actions need beside their record is read here, each only for the actions that need it; the
// actions themselves read nothing.

const casesMadeBy = (action: RuleAction) =>
  (action.do === 'create-case' || action.do === 'escalate') && action.case
    ? [{ type: action.case.type, template: action.case.template, join: action.join }]
    : [];
const alertsMadeBy = (action: RuleAction) => (action.do === 'create-alert' ? [action.alert] : []);

/** Those that there are, by key. */
const mapOf = async <T>(
  keys: readonly (string | undefined)[],
  find: (key: string) => Promise<T | undefined>,
): Promise<Map<string, T>> => {
  const wanted = [...new Set(keys)].flatMap((key) => key ?? []);
  const found = await Promise.all(wanted.map(async (key) => [key, await find(key)] as const));
  return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
};

/** The contact whom a record is about. */
const contactOf = async ({ table }: Services, target: RuleTarget): Promise<Contact | undefined> => {
  if (target.kind === 'contact') return target.record;
  const { contactId } = target.record;
  return contactId === undefined ? undefined : readRecord<Contact>(table, 'contact', contactId);
};

const caseOfAlert = async ({ table, definitions }: Services, target: RuleTarget) => {
  const id = target.kind === 'alert' ? target.record.caseId : undefined;
  const linkedCase = id === undefined ? undefined : await readRecord<Case>(table, 'case', id);
  const type = linkedCase && (await definitions.one('case-types', linkedCase.type));
  return { linkedCase, linkedCaseType: type?.value };
};

const alertsOfCase = async ({ table }: Services, actions: readonly RuleAction[], target: RuleTarget) => {
  const asks = actions.some((action) => peopleInAction(action).some(({ person }) => asksAlertsOfCase(person)));
  return asks && target.kind === 'case' ? alertsBy(table, target.record.alertIds) : undefined;
};

/** Everything by which actions on a record are decided. */
export const contextFor = async (
  services: Services,
  { actions, target }: { actions: readonly RuleAction[]; target: RuleTarget },
  occasion: Pick<ActionContext, 'by' | 'at' | 'cause' | 'event'>,
): Promise<ActionContext> => {
  const { table, definitions } = services;
  const contact = await contactOf(services, target);
  const contactId = target.kind === 'contact' ? target.record.id : target.record.contactId;
  const cases = actions.flatMap(casesMadeBy);
  const alerts = actions.flatMap(alertsMadeBy);
  const workflows = actions.flatMap((action) => (action.do === 'enroll' ? [action.workflow] : []));
  const types = [
    ...cases.map(({ type }) => type),
    ...actions.flatMap((one) => (one.do === 'update-type' ? [one.type] : [])),
  ];
  const joining = contactId === undefined ? [] : cases.filter(({ join }) => join === 'open-case');
  const alertTypes = await mapOf(
    alerts.map(({ type }) => type),
    (type) => alertDefinitionForNew(definitions, type),
  );
  const closes = target.kind === 'case' && actions.some((action) => action.do === 'close');
  const directory = directoryOf(await definitions.all('groups'));
  return {
    ...occasion,
    contact,
    newId: () => services.newId(occasion.at),
    newReference: () => referenceFrom(services.random(5)),
    caseTypes: await mapOf(types, (type) => definitionForNew(definitions, type)),
    alertTypes,
    templates: await mapOf(
      [...cases, ...alerts].map(({ template }) => template),
      async (template) => (await definitions.one('record-templates', template))?.value,
    ),
    ...(await caseOfAlert(services, target)),
    alertsOfCase: await alertsOfCase(services, actions, target),
    isStaff: (id) => directory.people.has(id),
    membersOf: (group) => membersOfGroups(directory, [group]).map(({ id }) => id),
    closing: closes ? await closingOf(services, target.record) : undefined,
    openCases: await mapOf(
      joining.map(({ type }) => type),
      (type) => openCaseOf(table, { contactId: contactId ?? '', type }),
    ),
    latestAlerts: await mapOf([...alertTypes.keys()], async (type) => {
      const definition = alertTypes.get(type);
      return definition && latestAlertOf(services, { type, contactId }, definition);
    }),
    enrolling:
      contactId === undefined || workflows.length === 0
        ? new Map()
        : await enrollingFor(services, contactId, workflows),
  };
};
