// Starts what waits for the next moment of a case, after each change that may have moved it, and
// the jobs that somebody asks for.
// Handled twice it starts the same execution, by name; handled late it reads the moment as it is by
// then; not handled at all, the sweep starts it within minutes.

import { armNext } from '#functions/arm-next.ts';
import type { Consume } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { busDetail } from '#shared/core/events/detail.ts';
import { jobQueued } from '#shared/insight/jobs/job.events.ts';

export const startWakeUps =
  (services: Services): Consume =>
  async ({ envelope }) => {
    const { subject, after } = busDetail(envelope.detail);
    if (envelope['detail-type'] === jobQueued.type) await armNext(services, { kind: 'job', id: String(after.jobId) });
    else if (subject.kind !== 'person') await armNext(services, { kind: subject.kind, id: subject.id });
  };
