import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aCaseType, busEventsOf, here, likeness, mailsAbout, put, signIn } from './world.ts';

// Time as the stories of targets live through it. Their calendar is that of UTC, so that a week
// looks the same in summer and in winter.

const hour = 60 * 60 * 1000;
const day = 24 * hour;

export const plus = (instant: string, milliseconds: number): string =>
  new Date(Date.parse(instant) + milliseconds).toISOString();
export const hours = (amount: number): number => amount * hour;
export const days = (amount: number): number => amount * day;

/** Goes to the next Monday, 09:00. */
export const nextMonday = async (): Promise<void> => {
  const now = new Date(await here().local.now());
  const monday =
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), 9) + ((8 - now.getUTCDay()) % 7 || 7) * day;
  await here().local.advanceTo(new Date(monday).toISOString());
};

export const travelTo = (instant: string): Promise<unknown> => here().local.advanceTo(instant);

export const manager = () => signIn('amara', 'advisers');

export const working = (amount: number, unit: 'hours' | 'days') => ({ amount, unit, time: 'working' });
export const elapsed = (amount: number, unit: 'minutes' | 'hours' | 'days') => ({ amount, unit, time: 'calendar' });

/**
 * A type with one completion target of two working days, reminders a day and an hour before it, and
 * escalation on breach, but for what is said.
 */
export const aTypeWithTarget = async (changes: object = {}): Promise<string> => {
  const office = [['09:00', '17:00']];
  const week = { monday: office, tuesday: office, wednesday: office, thursday: office, friday: office };
  await put('/v1/calendars/office', { name: 'Office', timeZone: 'UTC', week, holidays: [] });
  const { targets } = await likeness('/v1/case-types/academic-concern', {});
  const target = {
    ...(targets as object[])[0],
    target: working(2, 'days'),
    byPriority: { critical: working(4, 'hours') },
    calendar: 'office',
    reminders: [{ before: working(1, 'days') }, { before: working(1, 'hours') }],
    ...changes,
  };
  return aCaseType({ targets: [target] });
};

/** A target that staff may do anything to, without reminders and the same for every priority. */
export const free = { staffMaySet: true, staffMayExtend: true, reminders: [], byPriority: {} };

/** A type whose status `waiting` holds the clock of its target. */
export const aTypeThatPauses = async (changes: { key?: string; [member: string]: unknown } = {}): Promise<string> => {
  const { statuses } = await likeness('/v1/case-types/academic-concern', {});
  const type = await aTypeWithTarget(free);
  const { targets } = await likeness(`/v1/case-types/${type}`, {});
  const value = await likeness(`/v1/case-types/${type}`, {
    statuses: [
      ...(statuses as { key: string }[]).filter(({ key }) => key !== 'waiting'),
      { key: 'waiting', name: 'Waiting', category: 'in-progress', pausesClocks: [changes.key ?? 'completion'] },
    ],
    transitions: undefined,
    targets: [{ ...(targets as object[])[0], ...changes }],
    stages: [{ key: 'review', name: 'Review' }],
  });
  await put(`/v1/case-types/${type}`, value);
  return type;
};

export const raise = async (type: string, input: object = {}): Promise<CaseAnswer> =>
  aCase({ type, ...input }, await manager());

export const theCase = async (id: string): Promise<CaseAnswer> =>
  (await signIn('ada', 'admins')).get<CaseAnswer>(`/v1/cases/${id}`);

const ofTheClock = ['Target Reminder Due', 'Target Breached', 'Case Escalated'];

/**
 * What the clock did to a case, and when: `what at instant`. An event that went over the bus twice
 * is one.
 */
export const clockEvents = async (id: string): Promise<string[]> => {
  await here().local.idle();
  const events = (await busEventsOf(id)).filter((event) => ofTheClock.includes(event['detail-type']));
  const once = new Map(
    events.map(({ detail, ...event }) => [detail.eventId, `${event['detail-type']} at ${detail.occurredAt}`]),
  );
  return [...once.values()].sort((a, b) => instantOf(a).localeCompare(instantOf(b)) || b.localeCompare(a));
};
const instantOf = (line: string): string => line.split(' at ')[1] ?? '';

/** The mails of the clock about a case. */
export const clockMails = async (record: CaseAnswer): Promise<string[]> =>
  (await mailsAbout(record)).filter((mail) => mail.startsWith('target-') || mail.startsWith('case-escalated'));

export const reminders = (...instants: string[]): string[] => instants.map((at) => `Target Reminder Due at ${at}`);
export const breach = (at: string): string[] => [`Target Breached at ${at}`, `Case Escalated at ${at}`];
