import { apiHandler } from '#functions/api/api-handler.ts';
import type { RouteTable } from '#functions/api/route-table.ts';
import { buildServices } from '#functions/services.ts';

export const routeTable: RouteTable = {
  'POST /v1/cases/{id}/tasks': () => import('#functions/api/work/tasks.ts'),
  'GET /v1/cases/{id}/tasks': () => import('#functions/api/work/tasks.ts'),
  'GET /v1/cases/{id}/tasks/{taskId}': () => import('#functions/api/work/tasks.ts'),
  'PATCH /v1/cases/{id}/tasks/{taskId}': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/start': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/complete': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/cancel': () => import('#functions/api/work/tasks.ts'),
  'POST /v1/cases/{id}/activities': () => import('#functions/api/work/activities.ts'),
  'GET /v1/cases/{id}/activities': () => import('#functions/api/work/activities.ts'),
  'GET /v1/cases/{id}/activities/{activityId}': () => import('#functions/api/work/activities.ts'),
  'PATCH /v1/cases/{id}/activities/{activityId}': () => import('#functions/api/work/activities.ts'),
  'POST /v1/cases/{id}/activities/{activityId}/complete': () => import('#functions/api/work/activities.ts'),
  'POST /v1/cases/{id}/activities/{activityId}/cancel': () => import('#functions/api/work/activities.ts'),
  'POST /v1/cases/{id}/activities/{activityId}/not-required': () => import('#functions/api/work/activities.ts'),
  'POST /v1/cases/{id}/timelines/{key}': () => import('#functions/api/work/plans.ts'),
  'POST /v1/cases/{id}/timelines/{key}/reset': () => import('#functions/api/work/plans.ts'),
  'POST /v1/cases/{id}/sequences/{key}': () => import('#functions/api/work/plans.ts'),
  'POST /v1/cases/{id}/appointments': () => import('#functions/api/work/appointments.ts'),
  'GET /v1/cases/{id}/appointments': () => import('#functions/api/work/appointments.ts'),
  'GET /v1/cases/{id}/appointments/{appointmentId}': () => import('#functions/api/work/appointments.ts'),
  'PATCH /v1/cases/{id}/appointments/{appointmentId}': () => import('#functions/api/work/appointments.ts'),
  'POST /v1/cases/{id}/appointments/{appointmentId}/cancel': () => import('#functions/api/work/appointments.ts'),
  'POST /v1/cases/{id}/appointments/{appointmentId}/attended': () => import('#functions/api/work/appointments.ts'),
  'POST /v1/cases/{id}/appointments/{appointmentId}/no-show': () => import('#functions/api/work/appointments.ts'),
  'POST /v1/cases/{id}/files': () => import('#functions/api/work/files.ts'),
  'GET /v1/cases/{id}/files': () => import('#functions/api/work/files.ts'),
  'GET /v1/cases/{id}/files/{fileId}': () => import('#functions/api/work/files.ts'),
  'PATCH /v1/cases/{id}/files/{fileId}': () => import('#functions/api/work/files.ts'),
  'DELETE /v1/cases/{id}/files/{fileId}': () => import('#functions/api/work/files.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/set': () => import('#functions/api/work/task-clock.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/extend': () => import('#functions/api/work/task-clock.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/restore': () => import('#functions/api/work/task-clock.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/clear': () => import('#functions/api/work/task-clock.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/pause': () => import('#functions/api/work/task-clock.ts'),
  'POST /v1/cases/{id}/tasks/{taskId}/clock/resume': () => import('#functions/api/work/task-clock.ts'),
  'GET /v1/cases/{id}/tasks/{taskId}/clock/ledger': () => import('#functions/api/work/task-clock.ts'),
};

export const handler = apiHandler(buildServices(process.env), routeTable);
