import { type DecidedThing, membersOf, type RosterOutcome } from '#functions/roster/kept.ts';
import { takeClass, takeCourse, takeTeacher } from '#functions/roster/take-class.ts';
import { refreshCourses, takeStudent, takeUser } from '#functions/roster/take-person.ts';
import type { Services } from '#functions/services.ts';
import type { RosterEnrolment, RosterThing } from '#shared/automation/roster/roster.schema.ts';
import { byHand, type Cause, type Intent } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { againOnConflict, CommitConflict, patient } from '#shared/core/table/commit.ts';
import { runJob } from '#shared/core/table/job.ts';

interface RosterIntent {
  by: Actor;
  /** Nothing is written: what would become of it. */
  isDry?: boolean;
  /** By which it happens, where that is not the hand of somebody. */
  cause?: Cause;
}

// Others who have to do with a class, guardians and proctors, are not kept.
const takeEnrolment = (
  services: Services,
  given: RosterEnrolment,
  intent: { by: Actor; at: number },
): Promise<DecidedThing> => {
  const role = given.role.toLowerCase();
  if (role === 'student') return takeStudent(services, given, intent);
  return role === 'teacher' ? takeTeacher(services, given) : Promise.resolve({ change: 'ignored' });
};

const decideThing = (
  services: Services,
  thing: RosterThing,
  intent: { by: Actor; at: number },
): Promise<DecidedThing> => {
  switch (thing.kind) {
    case 'user':
      return takeUser(services, thing.value, intent);
    case 'course':
      return takeCourse(services, thing.value);
    case 'class':
      return takeClass(services, thing.value);
    case 'enrollment':
      return takeEnrolment(services, thing.value, intent);
  }
};

const contactsAtOnce = 8;

/** Reckons the courses of all contacts of some classes, and notes that it is done. */
const spread = async (
  services: Services,
  { item, classes }: NonNullable<DecidedThing['spreads']>,
  { actor, cause }: Pick<Intent, 'actor' | 'cause'>,
): Promise<void> => {
  const members = await Promise.all(classes.map((id) => membersOf(services, 'class', id)));
  await runJob(
    [...new Set(members.flat())].map((id) => () => refreshCourses(services, id, { actor, cause })),
    { atOnce: contactsAtOnce },
  );
  const done = { put: { ...item, isSpread: true }, when: { holds: { revision: item.revision } } };
  await services.commit({ actor, at: services.now(), cause }, [], [done]).catch((error: unknown) => {
    // Somebody changed it since, and spreads that.
    if (!(error instanceof CommitConflict)) throw error;
  });
};

/** Takes one thing of a roster, once and for all its contacts; safe to repeat. */
export const takeRoster = async (
  services: Services,
  thing: RosterThing,
  { by, isDry = false, cause = byHand }: RosterIntent,
): Promise<RosterOutcome> => {
  const { spreads, settles, change, id } = await againOnConflict(
    async () => {
      const at = services.now();
      const decided = await decideThing(services, thing, { by, at });
      const { decisions = [], writes = [] } = decided;
      if (!isDry && decisions.length + writes.length > 0)
        await services.commit({ actor: by, at, cause }, decisions, writes);
      return decided;
    },
    Math.random,
    patient,
  );
  if (!isDry && spreads) await spread(services, spreads, { actor: by, cause });
  // A class that changed while the enrolment was decided may not have known of it.
  if (!isDry && settles !== undefined) await refreshCourses(services, settles, { actor: by, cause });
  return { change, ...(id !== undefined && { id }) };
};
