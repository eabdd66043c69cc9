import type { Services } from '#functions/services.ts';
import { arm, momentToArm } from '#shared/core/clocks/moments.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Place } from '#shared/core/table/keys.ts';

/** Starts what waits for the next moment of something, where that comes within the horizon. */
export const armNext = async (services: Services, place: Place): Promise<void> => {
  const { wakeUps } = services;
  const moment = await momentToArm(services.table, place);
  if (!moment || epoch(moment.at) > wakeUps.horizonFrom(services.now())) return;
  await arm(services.table, moment, wakeUps.start);
};
