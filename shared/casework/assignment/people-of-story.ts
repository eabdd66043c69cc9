import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { StoryPerson, StoryRole } from '#shared/casework/assignment/story-person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { isManagerRole } from '#shared/casework/cases/people/people.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** What happens to whom: the records by which an automation finds people. */
export interface Story {
  contact?: (Pick<Contact, 'network'> & Partial<Pick<Contact, 'id'>>) | undefined;
  alert?: Pick<Alert, 'contactId' | 'reviewer' | 'createdBy'> | undefined;
  /** The case itself, or that of the alert. */
  case?: Case | undefined;
  caseType?: Pick<CaseType, 'groups' | 'roles'> | undefined;
  /** Those that the case came of, where somebody asks for their people. */
  alertsOfCase?: readonly Pick<Alert, 'reviewer' | 'createdBy'>[] | undefined;
  /** Whether an id is that of somebody in the directory; others are contacts. */
  isStaff?: ((id: string) => boolean) | undefined;
}

/**
 * Somebody of a story: a member of staff, a team, or a contact. A requester who is known by name
 * alone, or not at all, has the id of their case.
 */
export type PersonOfStory = PersonOrGroup | { contact: string };

const byId = (id: string, { isStaff }: Story): PersonOfStory => (isStaff?.(id) ? { user: id } : { contact: id });
const present = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);
const teams = (groups: readonly string[] = []): PersonOfStory[] => groups.map((group) => ({ group }));

const requesterOf = ({ case: record, alert, contact }: Story): PersonOfStory[] => {
  if (alert) return present(alert.contactId).map((id) => ({ contact: id }));
  const id = record ? requesterIdOf(record) : contact?.id;
  return present(id).map((one) => ({ contact: one }));
};

const raiserIn = (story: Story): PersonOfStory[] => {
  const { alert, case: record, alertsOfCase = [] } = story;
  // A case that a rule made of an alert was raised by who raised that.
  const actors = [alert, record, ...alertsOfCase].flatMap((one) => (one ? [one.createdBy] : []));
  const by = actors.find(({ kind }) => kind === 'user' || kind === 'requester');
  if (!by) return [];
  return by.kind === 'user' ? [{ user: by.id }] : requesterOf(story);
};

const managersIn = (story: Story): PersonOfStory[] => {
  const { case: record, caseType } = story;
  if (!record || !caseType) return [];
  const holders = record.roles.filter(({ role, to }) => to === undefined && isManagerRole(caseType, role));
  return holders.length > 0 ? holders.map(({ id }) => byId(id, story)) : teams(caseType.groups.managers);
};

type Finders = {
  [R in StoryRole]: (named: Extract<StoryPerson, Record<R, unknown>>[R], story: Story) => PersonOfStory[];
};

const finders: Finders = {
  user: (user) => [{ user }],
  group: (group) => [{ group }],
  role: (role, story) =>
    (story.case?.roles ?? [])
      .filter((one) => one.role === role && one.to === undefined)
      .map(({ id }) => byId(id, story)),
  network: (role, { contact }) => present(own(contact?.network, role)?.user).map((user) => ({ user })),
  contact: (_named, story) => requesterOf(story),
  assignee: (_named, story) => present(story.case?.assignee),
  reviewer: (_named, { alert, alertsOfCase = [] }) =>
    present(alert?.reviewer ?? alertsOfCase.find(({ reviewer }) => reviewer)?.reviewer),
  raiser: (_named, story) => raiserIn(story),
  subscribers: (_named, story) =>
    (story.case?.subscriptions ?? []).filter(({ confirmed }) => confirmed !== false).map(({ id }) => byId(id, story)),
  managers: (_named, story) => managersIn(story),
  escalation: (_named, { caseType }) => teams(caseType?.groups.escalation),
};

/** Whom an entry means in a story; nobody where the story has no such person. */
export const peopleOfStory = (entry: StoryPerson, story: Story): PersonOfStory[] => {
  const [[role, named]] = Object.entries(entry) as [[StoryRole, never]];
  return finders[role](named, story);
};

/** The roles that are found by the alerts of a case. */
export const asksAlertsOfCase = (entry: StoryPerson): boolean => 'reviewer' in entry || 'raiser' in entry;
