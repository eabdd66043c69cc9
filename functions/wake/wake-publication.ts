import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { runAndArm } from '#functions/workflows/run-enrolment.ts';
import { runningIn } from '#functions/workflows/running.ts';
import { isLeft, placeOfPublication } from '#shared/automation/workflows/publish.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { momentKey } from '#shared/core/table/keys.ts';

// What one wake-up gets through in a few of its thirty seconds; the next one goes on.
const aTurn = 400;
const atATime = 8;
// Who was enrolled in the old version at the very instant may come to the index a little later.
const lookedAtAgainAfter = 10_000;

/**
 * Takes enrolments in older versions of a workflow to the published one, or to their end, each in a
 * transaction of its own, so it may break off and be repeated.
 */
export const wakeThePublication: Waker = async (services, wakeUp) => {
  const publication = await services.definitions.one('workflow-publications', wakeUp.id);
  if (publication?.version !== wakeUp.generation) return ended(wakeUp);
  const left: string[] = [];
  for await (const enrolment of runningIn(services, wakeUp.id)) {
    if (isLeft(enrolment, publication)) left.push(enrolment.id);
    if (left.length === aTurn) break;
  }
  await sideBySide(left, (id) => runAndArm(services, id), atATime);
  const now = services.now();
  if (left.length > 0) return waiting(wakeUp, now);
  const again = epoch(publication.record.updatedAt) + lookedAtAgainAfter;
  if (now < again) return waiting(wakeUp, again);
  await services.commit(byTheClock(now), [], [{ delete: momentKey(placeOfPublication(wakeUp.id)) }]);
  return ended(wakeUp);
};
