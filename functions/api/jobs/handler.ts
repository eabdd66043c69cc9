import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { filesWhenAsked } from '#functions/files-when-asked.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  bulk: () => import('#functions/api/jobs/bulk.ts'),
  listJobs: () => import('#functions/api/jobs/jobs.ts'),
  getJob: () => import('#functions/api/jobs/jobs.ts'),
  cancelJob: () => import('#functions/api/jobs/jobs.ts'),
  importContacts: () => import('#functions/api/jobs/imports.ts'),
  importCases: () => import('#functions/api/jobs/imports.ts'),
  importAlerts: () => import('#functions/api/jobs/imports.ts'),
  beginImport: () => import('#functions/api/jobs/imports.ts'),
  undoJob: () => import('#functions/api/jobs/jobs.ts'),
} satisfies HandlersOf<'jobs'>;

export const ports = { files: () => filesWhenAsked(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
