// Starts what waits for a case's next moment after a change that may move it: twice the same
// execution, by name; late it reads the moment as it is; lost, the sweep starts it within minutes.

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
