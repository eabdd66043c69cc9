import type { AdminKindName } from '#console/admin/kinds.ts';
import type { JsonPath } from '#console/admin/schema/json.ts';

// A schema says that a member is a key; what it is the key of follows from the member's name.

const byName: Readonly<Record<string, AdminKindName>> = {
  calendar: 'calendars',
  template: 'templates',
  instance: 'instances',
  priority: 'priorities',
  priorities: 'priorities',
  defaultPriority: 'priorities',
  segment: 'segments',
  mapping: 'signal-mappings',
  workflow: 'workflows',
  webhook: 'webhooks',
  caseType: 'case-types',
  group: 'groups',
  groups: 'groups',
  shared: 'groups',
  raisers: 'groups',
  reviewers: 'groups',
  starters: 'groups',
  managers: 'groups',
  reassignment: 'groups',
  escalation: 'groups',
  enquiry: 'groups',
  appointment: 'groups',
  autoAssign: 'groups',
  export: 'groups',
};

/** `type` is that of an alert where the alert is described, else that of a case. */
const typeWithin = (path: readonly string[], of: string | undefined): AdminKindName | undefined => {
  if (path.includes('alert') || of === 'alert') return 'alert-types';
  return path.includes('case') || of === 'case' ? 'case-types' : undefined;
};

/**
 * The kind of configuration whose keys a member takes. The path has the names above it; `of` is
 * what the whole is about, where it says so (`for`, `kind`).
 */
export const referredKind = (path: readonly string[], of?: string): AdminKindName | undefined => {
  const names = path.filter((step) => !/^\d+$/.test(step));
  const name = names.at(-1) ?? '';
  if (name === 'type') return typeWithin(names, of);
  return names.includes('notifications') && name !== 'template' ? undefined : byName[name];
};

/** Whether a member takes the id of somebody of the directory, as recipients do. */
export const isOfPerson = (path: JsonPath): boolean => {
  const name = path.findLast((step) => typeof step === 'string' && !/^\d+$/.test(step));
  return name === 'user' || name === 'users';
};

interface Keyed {
  key?: string;
  name?: string;
}

/** Keys that are defined in the same value, such as the statuses of a case type. */
export const keysWithin = (path: readonly string[], whole: object): Keyed[] => {
  const names = path.filter((step) => !/^\d+$/.test(step));
  const listed = (name: string): Keyed[] => {
    const list = (whole as Record<string, unknown>)[name];
    return Array.isArray(list) ? list.filter((item): item is Keyed => typeof item === 'object' && item !== null) : [];
  };
  const name = names.at(-1) ?? '';
  if (names[0] === 'transitions' || name === 'status' || name === 'defaultStatus') return listed('statuses');
  if (name === 'requires') return listed('taskTypes');
  if (name === 'stage') return listed('stages');
  if (name === 'activity') return listed('activityTypes');
  return name === 'field' && names.includes('routing') ? listed('fields') : [];
};
