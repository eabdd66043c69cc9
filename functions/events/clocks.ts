// Starts what waits for the next moment of a case, after each change that may have moved it. Handled twice it starts the same execution, by name;
// handled late it reads the moment as it is by then; not handled at all, the sweep starts it within minutes.
import { consumer } from '#functions/events/consumer.ts';
import { buildServices } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';
import { arm, momentOfSubject } from '#shared/clocks/moments.ts';
import { busDetail } from '#shared/events/detail.ts';
import { epoch } from '#shared/records/instants.ts';

const services = buildServices(process.env);
const wakeUps = buildWakeUps(process.env);

export const handler = consumer(services, async ({ envelope }) => {
  const { kind, id } = busDetail(envelope.detail).subject;
  if (kind === 'person') return;
  const moment = await momentOfSubject(services.table, { kind, id });
  if (!moment || epoch(moment.at) > wakeUps.horizonFrom(services.now())) return;
  await arm(services.table, moment, wakeUps.start);
});
