import * as z from 'zod';
import { explainRoutes, findingSchema } from '#shared/automation/rules/explain.routes.ts';
import { ruleId, ruleSchema } from '#shared/automation/rules/rule.ts';
import { runSchema } from '#shared/automation/rules/run.ts';
import { configurationAnswer } from '#shared/core/definitions/configuration.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { pageQuery } from '#shared/core/records/listing.schema.ts';

const family = 'automation' as const;
const one = z.strictObject({ id: z.string().min(1).max(64) });
const answer = configurationAnswer.omit({ key: true }).extend({ id: ruleId });
/** A rule that was saved, with what is odd about it. */
const saved = answer.extend({ warnings: z.array(findingSchema).optional() });

export const listRulesRoute = defineRoute({
  name: 'listRules',
  method: 'GET',
  path: '/v1/rules',
  family,
  who: 'staff',
  summary: 'All rules, in the order in which they run',
  query: plainPageQuery,
  answer: pageOf(answer),
});
export const createRuleRoute = defineRoute({
  name: 'createRule',
  method: 'POST',
  path: '/v1/rules',
  family,
  who: 'admin',
  summary: 'Make a rule',
  body: ruleSchema,
  answer: saved,
  status: 201,
  refusals: ['not-allowed', 'unknown-reference'],
});
export const getRuleRoute = defineRoute({
  name: 'getRule',
  method: 'GET',
  path: '/v1/rules/{id}',
  family,
  who: 'staff',
  summary: 'One rule',
  params: one,
  answer,
  refusals: ['not-found'],
});
export const putRuleRoute = defineRoute({
  name: 'putRule',
  method: 'PUT',
  path: '/v1/rules/{id}',
  family,
  who: 'admin',
  summary: 'Change a rule',
  ifMatch: 'required',
  params: one,
  body: ruleSchema,
  answer: saved,
  refusals: ['not-found', 'not-allowed', 'stale', 'unknown-reference'],
});
export const deleteRuleRoute = defineRoute({
  name: 'deleteRule',
  method: 'DELETE',
  path: '/v1/rules/{id}',
  family,
  who: 'admin',
  summary: 'Delete a rule',
  ifMatch: 'required',
  params: one,
  answer: z.undefined(),
  status: 204,
  refusals: ['not-found', 'not-allowed', 'stale'],
});
export const runsOfRuleRoute = defineRoute({
  name: 'runsOfRule',
  method: 'GET',
  path: '/v1/rules/{id}/runs',
  family,
  who: 'admin',
  summary: 'What came of a rule, newest first',
  params: one,
  query: plainPageQuery,
  answer: pageOf(runSchema),
  refusals: ['not-found'],
});
export const runsOnRecordRoute = defineRoute({
  name: 'runsOnRecord',
  method: 'GET',
  path: '/v1/rule-runs',
  family,
  who: 'staff',
  summary: 'What rules did about a record, newest first',
  query: z.strictObject({ ...pageQuery, recordId: z.string().min(1).max(128) }),
  answer: pageOf(runSchema),
  refusals: ['not-found'],
});

export const ruleRoutes = [
  listRulesRoute,
  createRuleRoute,
  getRuleRoute,
  putRuleRoute,
  deleteRuleRoute,
  runsOfRuleRoute,
  runsOnRecordRoute,
  ...explainRoutes,
];
