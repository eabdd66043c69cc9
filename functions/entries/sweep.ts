import { buildServices } from '#functions/services.ts';
import { sweepStep } from '#functions/steps/sweep.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const handler = sweepStep(buildServices(process.env, { wakeUps: () => buildWakeUps(process.env) }));
