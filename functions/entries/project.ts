import { project } from '#functions/events/project.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { buildWakeUps } from '#functions/wake-ups.ts';

export const ports = {
  reportingDays: () => reportingDaysOf(process.env),
  wakeUps: () => buildWakeUps(process.env),
} satisfies PortBuilders;

const services = buildServices(process.env, ports);

export const handler = project(services, projectionsOf(services));
