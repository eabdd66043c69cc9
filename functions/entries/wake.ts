import { buildServices } from '#functions/services.ts';
import { wakeUpStep } from '#functions/steps/wake.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = wakeUpStep(buildServices(process.env, { wakeUps: () => buildWakeUps(process.env) }));
