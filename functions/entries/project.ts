import { project } from '#functions/events/project.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { buildServices } from '#functions/services.ts';

const services = buildServices(process.env);

export const handler = project(services, projectionsOf(services));
