import { faultsOfPlans } from '#shared/casework/activities/faults-of-plans.ts';
import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { mayBecome } from '#shared/casework/cases/notes/publicity.ts';
import { eventsOfCases } from '#shared/casework/casework.events.ts';
import { faultsOfTaskTypes } from '#shared/casework/tasks/faults-of-task-types.ts';
import { buildRegistry } from '#shared/core/conditions/registry.ts';
import { type Fault, unknownChoice } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import { mayHave } from '#shared/core/records/refine-sound.ts';
import { faultsOfShownByCase, faultsOfShownWhen } from '#shared/core/records/shown-when.ts';
import { alertNotifications } from '#shared/mail/notifications/alert.notifications.ts';
import { notificationsOfCases } from '#shared/mail/notifications/all-notifications.ts';

// What the parts of a type say of each other. A type whose form is wrong somewhere is looked at
// too, as far as it is sound, so that all its faults come in one answer.

/** Choices that conditions are checked against, by the field they belong to. */
export type Choices = Readonly<Record<string, readonly string[]>>;

const repeated = (pointer: string, keys: readonly string[]): Fault[] =>
  keys.flatMap((key, index) =>
    keys.indexOf(key) < index
      ? [{ pointer: `${pointer}/${index}/key`, code: 'duplicate', detail: 'is there twice' }]
      : [],
  );

const unknownNotifications = (notifications: object, known: object): Fault[] =>
  Object.keys(notifications)
    .filter((key) => !Object.hasOwn(known, key))
    .map((key) => ({
      pointer: pointerTo('/notifications', [key]),
      code: 'unknown-notification',
      detail: `there is no notification "${key}"; there are ${Object.keys(known).join(', ')}`,
    }));

/**
 * Events that no case knows, and those that are for staff alone (or say themselves whom they are
 * for) where a type would show them to others.
 */
const faultsOfSystemNotes = (systemNotes: CaseType['systemNotes']): Fault[] =>
  Object.entries(systemNotes).flatMap(([event, wanted]) => {
    const pointer = pointerTo('/systemNotes', [event]);
    if (!eventsOfCases.has(event))
      return [
        {
          pointer,
          code: 'unknown-event',
          detail: `there is no event "${event}" of a case; there are ${[...eventsOfCases.keys()].join(', ')}`,
        },
      ];
    return mayBecome(event, wanted)
      ? []
      : [{ pointer, code: 'not-for-others', detail: 'is for staff alone, or says itself whom it is for' }];
  });

/** Clocks that a status pauses, and stages that a target counts in. */
const faultsOfClocks = ({ statuses = [], targets, stages }: Partial<CaseType>): Fault[] => [
  ...statuses.flatMap(({ pausesClocks = [] }, index) =>
    pausesClocks.flatMap((clock, at) =>
      mayHave(targets, ({ key }) => key === clock)
        ? []
        : [
            {
              pointer: `/statuses/${index}/pausesClocks/${at}`,
              code: 'unknown-target',
              detail: `the type has no target "${clock}"`,
            },
          ],
    ),
  ),
  ...(targets ?? []).flatMap(({ key }, index) =>
    !key.startsWith('stage:') || mayHave(stages, (stage) => `stage:${stage.key}` === key)
      ? []
      : [unknownChoice(`/targets/${index}/key`, 'stage', { value: key.slice('stage:'.length) })],
  ),
];

/**
 * What becomes of questions that nobody answers and of requesters who stay silent, and what reminds
 * when: counted by a calendar that is there, and closed for a reason that is.
 */
const faultsOfWaiting = ({
  questionExpiresAfter,
  questions,
  silence,
  reminders = {},
  targets,
  closureReasons,
}: Partial<CaseType>): Fault[] => {
  const hasCalendar = mayHave(targets, ({ calendar }) => calendar !== undefined);
  const { closeAfter, reason } = questions ?? {};
  const uncounted = (pointer: string, amount: typeof closeAfter): Fault[] =>
    amount?.time === 'working' && !hasCalendar
      ? [{ pointer, code: 'no-calendar', detail: 'no target of the type has a calendar to count in' }]
      : [];
  const faultOf = (code: string, detail: string, pointer = '/questions/reason'): Fault[] => [{ pointer, code, detail }];
  const unknownReason = (key: string | undefined, pointer: string): Fault[] =>
    key !== undefined && !mayHave(closureReasons, (one) => one.key === key)
      ? faultOf('unknown-reason', `the type has no reason for closing "${key}"`, pointer)
      : [];
  const isMissing = closeAfter !== undefined && reason === undefined && (closureReasons?.length ?? 0) > 0;
  return [
    ...uncounted('/questionExpiresAfter', questionExpiresAfter),
    ...uncounted('/questions/closeAfter', closeAfter),
    ...(isMissing ? faultOf('required', 'is required where the type has reasons for closing') : []),
    ...unknownReason(reason, '/questions/reason'),
    ...uncounted('/silence/warnAfter', silence?.warnAfter),
    ...uncounted('/silence/closeAfter', silence?.closeAfter),
    ...unknownReason(silence?.reason, '/silence/reason'),
    ...(['appointment', 'activity'] as const).flatMap((kind) =>
      (reminders[kind] ?? []).flatMap(({ before }, index) => uncounted(`/reminders/${kind}/${index}/before`, before)),
    ),
  ];
};

/**
 * At most one role is that of the manager: who holds it may do what a manager may, and is who mails
 * call the case manager.
 */
const faultsOfRoles = ({ roles = [] }: Partial<CaseType>): Fault[] =>
  roles.flatMap(({ manager }, index) =>
    manager && roles.findIndex((one) => one.manager) < index
      ? [{ pointer: `/roles/${index}/manager`, code: 'second-manager', detail: 'another role is that of the manager' }]
      : [],
  );

/**
 * A file that is required when the case is raised, which has none yet. One that is shown later may
 * well be required then.
 */
const faultsOfRequiredFiles = (fields: CaseType['fields']): Fault[] =>
  fields.flatMap(({ type, required, shownWhen }, index) =>
    type === 'file' && required && !shownWhen
      ? [{ pointer: `/fields/${index}/required`, code: 'no-file-yet', detail: 'a new case has no files yet' }]
      : [],
  );

/**
 * What is wrong between the parts of a case type. `choices` are those of the whole configuration,
 * such as the keys of priorities.
 */
export const faultsOfCaseType = (type: Partial<CaseType>, choices: Choices = {}): Fault[] => {
  const {
    fields = [],
    sections = [],
    taskTypes = [],
    activityTypes = [],
    stages,
    subtypes,
    notifications = {},
    systemNotes = {},
    priorities,
  } = type;
  const known = {
    ...choices,
    ...(subtypes && { 'case.subtype': subtypes }),
    ...(stages && { 'case.stage': stages.map(({ key }) => key) }),
    ...(priorities && { 'case.priority': priorities }),
  };
  const registry = buildRegistry({ caseFields: fields, choices: known });
  const faults = [
    ...repeated(
      '/stages',
      (stages ?? []).map(({ key }) => key),
    ),
    ...repeated(
      '/sections',
      sections.map(({ key }) => key),
    ),
    ...(['closureReasons', 'reassignReasons', 'escalationReasons'] as const).flatMap((list) =>
      repeated(
        `/${list}`,
        (type[list] ?? []).map(({ key }) => key),
      ),
    ),
    ...faultsOfRoles(type),
    ...faultsOfClocks(type),
    ...faultsOfTaskTypes(type, registry),
    ...taskTypes.flatMap(({ form }, index) =>
      faultsOfShownByCase({ fields: form, pointer: `/taskTypes/${index}/form` }, fields, known),
    ),
    ...repeated(
      '/activityTypes',
      activityTypes.map(({ key }) => key),
    ),
    ...activityTypes.flatMap(({ fields: own = [] }, index) =>
      faultsOfShownByCase({ fields: own, pointer: `/activityTypes/${index}/fields` }, fields, known),
    ),
    ...faultsOfRequiredFiles(fields),
    ...faultsOfWaiting(type),
    ...unknownNotifications(notifications, notificationsOfCases),
    ...faultsOfSystemNotes(systemNotes),
    ...repeated(
      '/timelines',
      (type.timelines ?? []).map(({ key }) => key),
    ),
    ...repeated(
      '/sequences',
      (type.sequences ?? []).map(({ key }) => key),
    ),
    ...faultsOfPlans(type, registry),
    ...faultsOfShownWhen('case', fields, known),
    ...sections.flatMap((section, index) =>
      faultsOfShownByCase({ fields: section.fields ?? [], pointer: `/sections/${index}/fields` }, fields, known),
    ),
  ];
  return type.fields ? faults : faults.filter(({ code }) => code !== 'unknown-field');
};

/** What is wrong between the parts of an alert type. */
export const faultsOfAlertType = (
  { fields = [], outcomes = [], notifications = {} }: Partial<AlertType>,
  choices: Choices = {},
): Fault[] => [
  ...repeated(
    '/outcomes',
    outcomes.map(({ key }) => key),
  ),
  ...fields.flatMap(({ type }, index) =>
    type === 'file' ? [{ pointer: `/fields/${index}/type`, code: 'no-files', detail: 'alerts have no files' }] : [],
  ),
  ...unknownNotifications(notifications, alertNotifications),
  ...faultsOfShownWhen('alert', fields, choices),
];
