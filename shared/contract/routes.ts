import { getMeRoute } from '#shared/access/me.routes.ts';
import { ruleRoutes } from '#shared/automation/rules/rule.routes.ts';
import { segmentRoutes } from '#shared/automation/segments/segment.routes.ts';
import { insightRoutes } from '#shared/automation/signals/insight.routes.ts';
import { contactTimelineRoute } from '#shared/automation/signals/timeline.routes.ts';
import { trySignalMappingRoute } from '#shared/automation/signals/try.routes.ts';
import { webhookRoutes } from '#shared/automation/webhooks/webhook.routes.ts';
import { whyRoutes } from '#shared/automation/why/why.routes.ts';
import { workflowRoutes } from '#shared/automation/workflows/workflow.routes.ts';
import { activityRoutes } from '#shared/casework/activities/activity.routes.ts';
import { alertRoutes } from '#shared/casework/alerts/alert.routes.ts';
import { appointmentRoutes } from '#shared/casework/appointments/appointment.routes.ts';
import { absenceRoutes } from '#shared/casework/assignment/absence.routes.ts';
import { claimNextRoutes } from '#shared/casework/assignment/claim-next.routes.ts';
import { caseRoutes } from '#shared/casework/cases/case.routes.ts';
import { caseClockRoutes } from '#shared/casework/cases/clocks/clocks.routes.ts';
import { caseHoldRoutes } from '#shared/casework/cases/life/hold.routes.ts';
import { caseMergeRoutes } from '#shared/casework/cases/links/merge.routes.ts';
import { casePeopleRoutes } from '#shared/casework/cases/people/people.routes.ts';
import { caseSummaryRoute } from '#shared/casework/cases/summary.routes.ts';
import { contactRoutes } from '#shared/casework/contacts/contact.routes.ts';
import { fileRoutes } from '#shared/casework/files/file.routes.ts';
import { forgottenRoutes } from '#shared/casework/forgotten/forgotten.routes.ts';
import { questionRoutes } from '#shared/casework/questions/question.routes.ts';
import { taskRoutes } from '#shared/casework/tasks/task.routes.ts';
import { taskClockRoutes } from '#shared/casework/tasks/task-clock.routes.ts';
import { configurationRoutes } from '#shared/configuration/configuration.routes.ts';
import { publicRoutes } from '#shared/contract/public.routes.ts';
import { feedRoutes } from '#shared/core/feed/feed.routes.ts';
import type { AnyRoute, Family } from '#shared/core/http/route.ts';
import { importRoutes } from '#shared/insight/imports/import.routes.ts';
import { bulkRoutes } from '#shared/insight/jobs/bulk.routes.ts';
import { jobRoutes } from '#shared/insight/jobs/job.routes.ts';
import { retentionRoutes } from '#shared/insight/retention/retention.routes.ts';
import { figureRoutes } from '#shared/insight/rollups/figures.routes.ts';
import { searchRoutes } from '#shared/insight/search/search.routes.ts';
import { viewRoutes } from '#shared/insight/views/view.routes.ts';
import { caseMessageRoutes } from '#shared/mail/messages/message.routes.ts';
import {
  mySettingsRoutes,
  previewTemplateRoute,
  suppressionRoutes,
} from '#shared/mail/notifications/notification.routes.ts';
import { optOutRoutes } from '#shared/mail/notifications/opt-out.routes.ts';
import { setAsideRoutes } from '#shared/mail/replies/set-aside.routes.ts';
import { formRoutes } from '#shared/portal/form.routes.ts';
import { portalRoutes } from '#shared/portal/portal.routes.ts';
import { portalLinkRoutes } from '#shared/portal/portal-link.routes.ts';

const declared = [
  getMeRoute,
  ...alertRoutes,
  ...caseRoutes,
  ...caseHoldRoutes,
  caseSummaryRoute,
  ...casePeopleRoutes,
  ...caseMessageRoutes,
  ...caseMergeRoutes,
  ...caseClockRoutes,
  ...claimNextRoutes,
  ...forgottenRoutes,
  ...absenceRoutes,
  ...taskRoutes,
  ...activityRoutes,
  ...appointmentRoutes,
  ...fileRoutes,
  ...taskClockRoutes,
  ...questionRoutes,
  ...configurationRoutes,
  ...retentionRoutes,
  ...segmentRoutes,
  ...contactRoutes,
  ...mySettingsRoutes,
  previewTemplateRoute,
  ...suppressionRoutes,
  ...setAsideRoutes,
  ...ruleRoutes,
  ...webhookRoutes,
  ...whyRoutes,
  ...feedRoutes,
  ...insightRoutes,
  contactTimelineRoute,
  ...figureRoutes,
  ...jobRoutes,
  ...bulkRoutes,
  ...viewRoutes,
  ...importRoutes,
  trySignalMappingRoute,
  ...workflowRoutes,
  ...searchRoutes,
  ...portalRoutes,
  ...portalLinkRoutes,
  ...formRoutes,
  ...optOutRoutes,
  ...publicRoutes,
];

/** Every route there is, with its schemas: what OpenAPI and the access test read. */
export const allRoutes = declared as unknown as readonly AnyRoute[];

/** Any of them, with its name and its schemas as types: what the typed client reads. */
export type DeclaredRoute = (typeof declared)[number];
/** The names of a family's routes. */
export type NamesOf<F extends Family> = Extract<DeclaredRoute, { family: F }>['name'];
