import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';

export const handlers = {
  createAlert: () => import('#functions/api/alerts/create.ts'),
  createAlerts: () => import('#functions/api/alerts/bulk.ts'),
  listAlerts: () => import('#functions/api/alerts/list.ts'),
  getAlert: () => import('#functions/api/alerts/read.ts'),
  alertSummary: () => import('#functions/api/alerts/summary.ts'),
  editAlert: () => import('#functions/api/alerts/change.ts'),
  startAlert: () => import('#functions/api/alerts/change.ts'),
  resolveAlert: () => import('#functions/api/alerts/change.ts'),
  dismissAlert: () => import('#functions/api/alerts/change.ts'),
  cancelAlert: () => import('#functions/api/alerts/change.ts'),
  reopenAlert: () => import('#functions/api/alerts/change.ts'),
  assignAlert: () => import('#functions/api/alerts/change.ts'),
  escalateAlert: () => import('#functions/api/alerts/escalate.ts'),
  unlinkAlert: () => import('#functions/api/alerts/escalate.ts'),
  alertHistory: () => import('#functions/api/alerts/read.ts'),
  alertNotes: () => import('#functions/api/alerts/read.ts'),
  addAlertNote: () => import('#functions/api/alerts/read.ts'),
  whyAlert: () => import('#functions/api/alerts/why.ts'),
} satisfies HandlersOf<'alerts'>;

export const ports = {} satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
