import { wakeTheQuiet } from '#functions/automation/time/quiet.ts';
import { wakeTheSchedule } from '#functions/automation/time/schedules.ts';
import { wakeTheWalk } from '#functions/automation/time/walks.ts';
import { wakeCrossings } from '#functions/segments/crossings.ts';
import { wakeFilling } from '#functions/segments/fill.ts';
import type { Services } from '#functions/services.ts';
import { wakeQuestion } from '#functions/views/fill-question.ts';
import { wakeTheAlert } from '#functions/wake/wake-alert.ts';
import { openTheBatch } from '#functions/wake/wake-batch.ts';
import { wakeTheCase } from '#functions/wake/wake-case.ts';
import { wakeTheDelay } from '#functions/wake/wake-delay.ts';
import { wakeTheEnrolment } from '#functions/wake/wake-enrolment.ts';
import { wakeThePublication } from '#functions/wake/wake-publication.ts';
import { wakeTheWebhook } from '#functions/wake/wake-webhook.ts';
import { ended, type Waker, type Woken } from '#functions/wake/woken.ts';
import type { WakeUp } from '#shared/core/clocks/moments.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { RecordKind, TimerKind } from '#shared/core/table/keys.ts';

/** Each kind of thing that waits, and what is done with it at its instant. */
const wakers: Record<TimerKind, Waker> & Partial<Record<RecordKind, Waker>> = {
  case: wakeTheCase,
  alert: wakeTheAlert,
  batch: openTheBatch,
  delay: wakeTheDelay,
  quiet: wakeTheQuiet,
  schedule: wakeTheSchedule,
  walk: wakeTheWalk,
  enrolment: wakeTheEnrolment,
  publication: wakeThePublication,
  webhook: wakeTheWebhook,
  crossing: wakeCrossings,
  filling: wakeFilling,
  // Few wake-ups are for jobs, and what they write reports with is heavy.
  job: async (...of) => (await import('#functions/jobs/wake-job.ts')).wakeTheJob(...of),
  erasing: async (...of) => (await import('#functions/retention/erasing.ts')).wakeErasing(...of),
  question: wakeQuestion,
};

/**
 * Does all due by now on a record read afresh, in one transaction, and gives what to wait for; too
 * early or repeated it does nothing. Behind `horizon` (epoch ms) a new generation is started later.
 */
export const wake = (services: Services, wakeUp: WakeUp, horizon: number): Promise<Woken> =>
  againOnConflict(async () => wakers[wakeUp.kind]?.(services, wakeUp, horizon) ?? ended(wakeUp));
