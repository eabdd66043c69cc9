import { createAlerts } from '#functions/api/alerts/bulk.ts';
import {
  assignAlert,
  cancelAlert,
  dismissAlert,
  editAlert,
  reopenAlert,
  resolveAlert,
  startAlert,
} from '#functions/api/alerts/change.ts';
import { createAlert } from '#functions/api/alerts/create.ts';
import { escalateAlert, unlinkAlert } from '#functions/api/alerts/escalate.ts';
import { listAlerts } from '#functions/api/alerts/list.ts';
import { addAlertNote, alertHistory, alertNotes, getAlert } from '#functions/api/alerts/read.ts';
import { apiHandler } from '#functions/api/api-handler.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  createAlert,
  createAlerts,
  listAlerts,
  getAlert,
  editAlert,
  startAlert,
  resolveAlert,
  dismissAlert,
  cancelAlert,
  reopenAlert,
  assignAlert,
  escalateAlert,
  unlinkAlert,
  alertHistory,
  alertNotes,
  addAlertNote,
]);
