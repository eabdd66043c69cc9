import { apiHandler } from '#functions/api/api-handler.ts';
import type { HandlersOf } from '#functions/api/router.ts';
import { buildServices, type PortBuilders } from '#functions/services.ts';
import { pagesEnvironment } from '#shared/mail/notifications/environment.ts';

export const handlers = {
  listRules: () => import('#functions/api/automation/rules.ts'),
  createRule: () => import('#functions/api/automation/rules.ts'),
  getRule: () => import('#functions/api/automation/rules.ts'),
  putRule: () => import('#functions/api/automation/rules.ts'),
  deleteRule: () => import('#functions/api/automation/rules.ts'),
  runsOfRule: () => import('#functions/api/automation/runs.ts'),
  runsOnRecord: () => import('#functions/api/automation/runs.ts'),
  listWorkflows: () => import('#functions/api/automation/workflows.ts'),
  createWorkflow: () => import('#functions/api/automation/workflows.ts'),
  getWorkflow: () => import('#functions/api/automation/workflows.ts'),
  putWorkflow: () => import('#functions/api/automation/workflows.ts'),
  deleteWorkflow: () => import('#functions/api/automation/workflows.ts'),
  versionsOfWorkflow: () => import('#functions/api/automation/workflows.ts'),
  simulateWorkflow: () => import('#functions/api/automation/simulate.ts'),
  publishWorkflow: () => import('#functions/api/automation/workflows.ts'),
  enrollContact: () => import('#functions/api/automation/enrolments.ts'),
  listEnrollments: () => import('#functions/api/automation/enrolments.ts'),
  getEnrollment: () => import('#functions/api/automation/enrolments.ts'),
  abortEnrollment: () => import('#functions/api/automation/enrolments.ts'),
  dryRunRule: () => import('#functions/api/automation/dry-run.ts'),
  checkRule: () => import('#functions/api/automation/check.ts'),
} satisfies HandlersOf<'automation'>;

export const ports = { pages: () => pagesEnvironment.parse(process.env) } satisfies PortBuilders;

export const handler = apiHandler(buildServices(process.env, ports), handlers);
