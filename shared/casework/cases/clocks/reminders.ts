import type * as z from 'zod';
import type { activitySchema } from '#shared/casework/activities/activity.schema.ts';
import type { appointmentSchema } from '#shared/casework/appointments/appointment.schema.ts';
import { type CaseDefinition, calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { type AgendaEntry, type Waiting, withEntry } from '#shared/casework/cases/clocks/agenda.ts';
import type { Happening } from '#shared/casework/cases/clocks/happening.ts';
import type { reminderRules } from '#shared/casework/cases/clocks/reminders.schema.ts';
import type { Amount } from '#shared/core/calendars/amount.ts';
import { subtractAmount } from '#shared/core/calendars/working-time.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// Appointments and activities remind of themselves. When next, stands in the agenda of their case
// and nowhere else: it follows from their instant and the type, and from what has been by now.

type ReminderKind = keyof NonNullable<z.infer<typeof reminderRules>>;

type PlannableActivity = z.infer<typeof activitySchema>;
type PlannableAppointment = z.infer<typeof appointmentSchema>;

// What a type means that says nothing.
const aDayBefore: readonly { before: Amount }[] = [{ before: { amount: 1, unit: 'days', time: 'calendar' } }];

/**
 * The next reminder of something behind an instant (epoch milliseconds). Those that would fall
 * before it are left out.
 */
const nextReminder = (
  kind: ReminderKind,
  planned: string | undefined,
  { definition, after }: { definition: CaseDefinition; after: number },
): string | undefined => {
  if (planned === undefined) return undefined;
  const rules = definition.type.reminders?.[kind] ?? aDayBefore;
  const instants = rules.map(({ before }) => subtractAmount(calendarOfType(definition), epoch(planned), before));
  const ahead = instants.filter((at) => at > after && at < epoch(planned));
  return ahead.length === 0 ? undefined : iso(Math.min(...ahead));
};

interface Planned {
  id: string;
  /** Left out where it is not to come any more. */
  at?: string | undefined;
}

const plannedActivity = ({ id, status, at }: PlannableActivity): Planned => ({
  id,
  at: status === 'scheduled' ? at : undefined,
});
const plannedAppointment = ({ id, status, startsAt }: PlannableAppointment): Planned => ({
  id,
  at: status === 'scheduled' ? startsAt : undefined,
});

/** The activities and appointments that an event plans anew, or takes away. */
const plannedBy = ({ type, after }: Happening): { kind: ReminderKind; planned: Planned }[] => {
  const activities = (all: readonly Planned[]) => all.map((planned) => ({ kind: 'activity' as const, planned }));
  switch (type) {
    case 'Appointment Created':
    case 'Appointment Updated':
    case 'Appointment Cancelled':
    case 'Appointment Attended':
    case 'Appointment Missed':
      return after.appointment ? [{ kind: 'appointment', planned: plannedAppointment(after.appointment) }] : [];
    case 'Activity Created':
    case 'Activity Updated':
    case 'Activity Completed':
    case 'Activity Cancelled':
    case 'Activity Not Required':
      return after.activity ? activities([plannedActivity(after.activity)]) : [];
    case 'Timeline Added':
      return activities((after.timeline?.activities ?? []).map(plannedActivity));
    case 'Timeline Replanned':
      return activities((after.timeline?.moved ?? []).map(({ id, to }) => ({ id, at: to })));
    case 'Timeline Reset': {
      const { created = [], moved = [], cancelled = [] } = after.timeline ?? {};
      return activities([
        ...created.map(plannedActivity),
        ...moved.map(({ id, to }) => ({ id, at: to })),
        ...cancelled.map((id) => ({ id })),
      ]);
    }
    default:
      return [];
  }
};

/** The agenda after an event, with the next reminders of what it plans. */
export const remindersAfter = (
  agenda: readonly AgendaEntry[],
  happening: Happening,
  definition: CaseDefinition,
): readonly AgendaEntry[] =>
  plannedBy(happening).reduce<readonly AgendaEntry[]>(
    (entries, { kind, planned: { id, at } }) =>
      withEntry(entries, { kind, id }, nextReminder(kind, at, { definition, after: happening.at })),
    agenda,
  );

/** What a case waits for of something that is planned, as its wake-up knows it. */
const waiting = (
  of: { kind: 'appointment'; thing: PlannableAppointment } | { kind: 'activity'; thing: PlannableActivity },
  next: string | undefined,
  definition: CaseDefinition,
): Waiting => ({
  kind: of.kind,
  id: of.thing.id,
  next,
  wake: (_current, at) => {
    const { at: planned } = of.kind === 'appointment' ? plannedAppointment(of.thing) : plannedActivity(of.thing);
    const rest = waiting(of, nextReminder(of.kind, planned, { definition, after: at }), definition);
    return of.kind === 'appointment'
      ? { type: 'Appointment Reminder Due', detail: { appointment: of.thing }, rest }
      : { type: 'Activity Reminder Due', detail: { activity: of.thing }, rest };
  },
  write: () => undefined,
});

type ReminderAgenda = Pick<Happening['record'], 'agenda'>;
const nextIn = ({ agenda }: ReminderAgenda, kind: ReminderKind, id: string): string | undefined =>
  agenda.find((entry) => entry.kind === kind && entry.id === id)?.at;

export const waitingAppointment = (
  thing: PlannableAppointment,
  record: ReminderAgenda,
  definition: CaseDefinition,
): Waiting => waiting({ kind: 'appointment', thing }, nextIn(record, 'appointment', thing.id), definition);
export const waitingActivity = (
  thing: PlannableActivity,
  record: ReminderAgenda,
  definition: CaseDefinition,
): Waiting => waiting({ kind: 'activity', thing }, nextIn(record, 'activity', thing.id), definition);
