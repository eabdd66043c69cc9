import { activityRoutes } from '#shared/activities/activity.routes.ts';
import { alertRoutes } from '#shared/alerts/alert.routes.ts';
import { appointmentRoutes } from '#shared/appointments/appointment.routes.ts';
import { claimNextRoutes } from '#shared/assignment/claim-next.routes.ts';
import { caseRoutes } from '#shared/cases/case.routes.ts';
import { caseClockRoutes } from '#shared/cases/case-clocks.routes.ts';
import { caseMergeRoutes } from '#shared/cases/case-merge.routes.ts';
import { caseMessageRoutes } from '#shared/cases/case-messages.routes.ts';
import { casePeopleRoutes } from '#shared/cases/case-people.routes.ts';
import { configurationRoutes } from '#shared/configuration/configuration.routes.ts';
import { contactRoutes } from '#shared/contacts/contact.routes.ts';
import { fileRoutes } from '#shared/files/file.routes.ts';
import { publicRoutes } from '#shared/http/public.routes.ts';
import { type AnyRoute, needsToken } from '#shared/http/route.ts';
import {
  mySettingsRoutes,
  previewTemplateRoute,
  suppressionRoutes,
} from '#shared/notifications/notification.routes.ts';
import { formRoutes } from '#shared/portal/form.routes.ts';
import { portalRoutes } from '#shared/portal/portal.routes.ts';
import { portalLinkRoutes } from '#shared/portal/portal-link.routes.ts';
import { questionRoutes } from '#shared/questions/question.routes.ts';
import { setAsideRoutes } from '#shared/replies/set-aside.routes.ts';
import { ruleRoutes } from '#shared/rules/rule.routes.ts';
import { taskRoutes } from '#shared/tasks/task.routes.ts';
import { taskClockRoutes } from '#shared/tasks/task-clock.routes.ts';

/** Every route there is, with its schemas: what OpenAPI and the access test read. A family's Lambda imports only its own. */
export const allRoutes: readonly AnyRoute[] = [
  ...alertRoutes,
  ...caseRoutes,
  ...casePeopleRoutes,
  ...caseMessageRoutes,
  ...caseMergeRoutes,
  ...caseClockRoutes,
  ...claimNextRoutes,
  ...taskRoutes,
  ...activityRoutes,
  ...appointmentRoutes,
  ...fileRoutes,
  ...taskClockRoutes,
  ...questionRoutes,
  ...configurationRoutes,
  ...contactRoutes,
  ...mySettingsRoutes,
  previewTemplateRoute,
  ...suppressionRoutes,
  ...setAsideRoutes,
  ...ruleRoutes,
  ...portalRoutes,
  ...portalLinkRoutes,
  ...formRoutes,
  ...publicRoutes,
] as unknown as AnyRoute[];

/** What API Gateway has to know of each. */
export const routes = allRoutes.map((route) => ({
  name: route.name,
  method: route.method,
  path: route.path,
  family: route.family,
  auth: needsToken(route) ? ('jwt' as const) : ('none' as const),
}));
