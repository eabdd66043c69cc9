import { loadSurroundings, type Surroundings } from '#functions/automation/scene.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import type { StepInputs } from '#shared/automation/workflows/step-enrolment.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { afterMerges } from '#shared/casework/cases/cases.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import { readPage, readRecord } from '#shared/core/records/read.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

/** The records that an enrolment is about, as they are now. */
export interface EnrolmentWorld {
  contact: Contact;
  case?: Case | undefined;
  alert?: Alert | undefined;
  /** What conditions ask for beside these. */
  around?: Surroundings | undefined;
}

const idIn = ({ context }: Pick<Enrolment, 'context'>, member: 'caseId' | 'alertId'): string | undefined => {
  const id = context?.[member];
  return typeof id === 'string' ? id : undefined;
};

/** The case that one has become, after everything that was due on it by now. */
const caseNow = async (services: Services, id: string): Promise<Case | undefined> => {
  const found = await afterMerges(services.table, id);
  return found && upToDate(services, found);
};

/** Undefined where the contact is gone. `reads` is what the conditions read that will be asked. */
export const worldOf = async (
  services: Services,
  enrolment: Pick<Enrolment, 'contactId' | 'context'>,
  reads: readonly ConditionReads[],
): Promise<EnrolmentWorld | undefined> => {
  const { table } = services;
  const alertId = idIn(enrolment, 'alertId');
  const [contact, alert] = await Promise.all([
    readRecord<Contact>(table, 'contact', enrolment.contactId),
    alertId === undefined ? undefined : readRecord<Alert>(table, 'alert', alertId),
  ]);
  if (!contact) return undefined;
  const caseId = idIn(enrolment, 'caseId') ?? alert?.caseId;
  const [record, around] = await Promise.all([
    caseId === undefined ? undefined : caseNow(services, caseId),
    loadSurroundings(services, contact, reads),
  ]);
  return { contact, alert, case: record, around };
};

/** What the conditions and texts of a workflow are asked about. */
export const subjectOf = (
  { contact, alert, case: record, around }: EnrolmentWorld,
  event: Subject['event'],
): Subject => ({
  ...around,
  contact,
  ...(alert && { alert }),
  ...(record && { case: record }),
  ...(event && { event }),
});

/** What a step is decided by, but for what its effect needs. */
export const inputsFor = async (
  { definitions }: Services,
  world: EnrolmentWorld,
  event: Subject['event'],
): Promise<Omit<StepInputs<never>, 'perform' | 'occurred'>> => {
  const calendars = await definitions.all('calendars');
  return {
    subject: subjectOf(world, event),
    timeZone: world.contact.timeZone ?? 'UTC',
    calendarOf: (key) => {
      const calendar = calendars.get(key);
      return calendar && compiledCalendar(calendar);
    },
  };
};

// The newest open case is nearly always among the newest few.
const aPage = 10;

/** The newest open case of a contact, of whatever type. */
export const newestOpenCase = async (services: Services, contactId: string): Promise<Case | undefined> => {
  const { table } = services;
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const range = { pk, prefix: contactLinkPrefix('case'), consistent: true, descending: true };
  for (let after: string | undefined; ; ) {
    const { items, next } = await readPage(table, { ...range, limit: aPage, after });
    const found = await Promise.all(items.map((item) => readRecord<Case>(table, 'case', String(item.caseId))));
    const record = found.find((one) => one && isOpen(one) && !one.trashedAt);
    if (record || next === undefined) return record && upToDate(services, record);
    after = next;
  }
};
