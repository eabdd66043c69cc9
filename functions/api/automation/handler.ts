import { apiHandler } from '#functions/api/api-handler.ts';
import { createRule, deleteRule, getRule, listRules, putRule } from '#functions/api/automation/rules.ts';
import { runsOfRule, runsOnRecord } from '#functions/api/automation/runs.ts';
import { buildServices } from '#functions/services.ts';

export const handler = apiHandler(buildServices(process.env), [
  listRules,
  createRule,
  getRule,
  putRule,
  deleteRule,
  runsOfRule,
  runsOnRecord,
]);
