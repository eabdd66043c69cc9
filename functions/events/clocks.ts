// Starts what waits for the next moment of a case, after each change that may have moved it.
// Handled twice it starts the same execution, by name; handled late it reads the moment as it is by
// then; not handled at all, the sweep starts it within minutes.

import { armNext } from '#functions/arm-next.ts';
import type { Consume } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { busDetail } from '#shared/core/events/detail.ts';

export const startWakeUps =
  (services: Services): Consume =>
  async ({ envelope }) => {
    const { kind, id } = busDetail(envelope.detail).subject;
    if (kind !== 'person') await armNext(services, { kind, id });
  };
