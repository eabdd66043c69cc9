import { project } from '#functions/events/project.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { buildServices } from '#functions/services.ts';

const services = buildServices(process.env, { reportingDays: () => reportingDaysOf(process.env) });

export const handler = project(services, projectionsOf(services));
