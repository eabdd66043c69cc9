import { project } from '#functions/events/project.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { buildServices } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

const services = buildServices(process.env, {
  reportingDays: () => reportingDaysOf(process.env),
  wakeUps: () => buildWakeUps(process.env),
});

export const handler = project(services, projectionsOf(services));
