import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { readEnrolment } from '#functions/workflows/read-enrolment.ts';
import { runEnrolment } from '#functions/workflows/run-enrolment.ts';
import { epoch } from '#shared/core/records/instants.ts';

export const wakeTheEnrolment: Waker = async (services, wakeUp, horizon) => {
  const found = await readEnrolment(services, wakeUp.id);
  if (found?.generation !== wakeUp.generation) return ended(wakeUp);
  const after = await runEnrolment(services, wakeUp.id, { waitsOn: (at) => at <= horizon });
  const next = after?.status === 'running' ? after.waitingFor?.at : undefined;
  return next === undefined || after?.generation !== wakeUp.generation ? ended(wakeUp) : waiting(wakeUp, epoch(next));
};
