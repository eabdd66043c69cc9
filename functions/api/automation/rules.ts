import { faultsOfDraft, requireSound } from '#functions/api/automation/check.ts';
import { answerConfiguration } from '#functions/api/config/kept.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import { behind, inOrder, placeOf, type RulePlace } from '#shared/automation/rules/order.ts';
import {
  createRuleRoute,
  deleteRuleRoute,
  getRuleRoute,
  listRulesRoute,
  putRuleRoute,
} from '#shared/automation/rules/rule.routes.ts';
import { type Configuration, putConfiguration, removeConfiguration } from '#shared/core/definitions/configuration.ts';
import { Refusal } from '#shared/core/errors.ts';
import { requireVersion } from '#shared/core/records/read.ts';

const answerRule = (record: Configuration) => {
  const { key, ...rest } = answerConfiguration(record);
  return { id: key, ...rest };
};

// GET /v1/rules
export const listRules = routeHandler(listRulesRoute, async (services, { query, caller }) => {
  const rules = inOrder([...(await services.definitions.all('rules')).values()]);
  const body = await pageOf(services, { query, caller }, 'rules', async ({ limit, after }) => {
    const rest = after === undefined ? rules : behind(rules, JSON.parse(after) as RulePlace);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    const next = last && rest.length > items.length ? JSON.stringify(placeOf(last)) : undefined;
    return { items: items.map((rule) => answerRule(rule.record)), next };
  });
  return { body };
});

// POST /v1/rules
export const createRule = routeHandler(
  createRuleRoute,
  async (services, { body, caller, now }) => {
    const warnings = await requireSound(services, { key: undefined, value: body });
    const command = {
      kind: 'rules' as const,
      key: services.newId(now),
      value: body,
      by: actorOf(caller),
      at: now,
      nextVersion: 1,
    };
    const decision = putConfiguration(undefined, command);
    return { decisions: [decision], body: { ...answerRule(decision.after), ...warnings }, version: 1 };
  },
  faultsOfDraft,
);

// GET /v1/rules/{id}
export const getRule = routeHandler(getRuleRoute, async ({ definitions }, { path }) => {
  const rule = await definitions.one('rules', path.id);
  if (!rule) throw new Refusal('not-found');
  return { body: answerRule(rule.record), version: rule.version };
});

// PUT /v1/rules/{id}
export const putRule = routeHandler(
  putRuleRoute,
  async (services, { path, body, caller, ifMatch, now }) => {
    const rule = await services.definitions.one('rules', path.id);
    if (!rule) throw new Refusal('not-found');
    requireVersion(rule.record, ifMatch);
    const warnings = await requireSound(services, { key: path.id, value: body });
    const decision = putConfiguration(rule.record, {
      kind: 'rules',
      key: path.id,
      value: body,
      by: actorOf(caller),
      at: now,
      nextVersion: rule.version + 1,
    });
    return {
      decisions: [decision],
      body: { ...answerRule(decision.after), ...warnings },
      version: decision.after.version,
    };
  },
  faultsOfDraft,
);

// DELETE /v1/rules/{id}
export const deleteRule = routeHandler(deleteRuleRoute, async ({ definitions }, { path, ifMatch, now }) => {
  const rule = await definitions.one('rules', path.id);
  if (!rule) throw new Refusal('not-found');
  requireVersion(rule.record, ifMatch);
  return { decisions: [removeConfiguration(rule.record, now)], body: undefined };
});
