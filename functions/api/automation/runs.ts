import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { Case } from '#shared/cases/case.ts';
import type { Explanation } from '#shared/conditions/evaluate.ts';
import { Refusal } from '#shared/errors.ts';
import { readBelow, readPage, readRecord } from '#shared/records/read.ts';
import { runsOfRuleRoute, runsOnRecordRoute } from '#shared/rules/rule.routes.ts';
import type { Run } from '#shared/rules/run.ts';
import { runPrefix, runsOfRule as runsOf, type SubjectRef } from '#shared/table/keys.ts';

// GET /v1/rules/{id}/runs: for admins, since a run tells of records of any type.
export const runsOfRule = story(runsOfRuleRoute, async (services, { path, query, caller }) => {
  if (!(await services.definitions.one('rules', path.id))) throw new Refusal('not-found');
  const name = `runs of ${path.id}`;
  const after = await openCursor(services, caller, name, query);
  const { items, next } = await readPage(services.table, {
    ...runsOf(path.id),
    index: 'gsi1',
    descending: true,
    limit: query.limit,
    after,
  });
  return { body: await page(services, caller, name, query, { items: items.map((item) => item.run as Run), next }) };
});

const seesCase = async ({ table, definitions }: Services, caller: Person, id: string): Promise<boolean> => {
  const record = await readRecord<Case>(table, 'case', id);
  const type = record && (await definitions.one('case-types', record.type));
  return record !== undefined && type !== undefined && mayOnCase(caller, 'view', type.value, record);
};

interface Asked extends SubjectRef {
  /** Whether runs are shown with what they tell of the case of an alert. */
  showsCase: boolean;
}

/** The record that runs are asked about, if the caller may see it. */
const subjectOf = async (services: Services, caller: Person, id: string): Promise<Asked> => {
  const alert = await readRecord<Alert>(services.table, 'alert', id);
  if (alert) {
    const type = await services.definitions.one('alert-types', alert.type);
    const showsCase = alert.caseId !== undefined && (await seesCase(services, caller, alert.caseId));
    if (type && mayOnAlert(caller, 'view', type.value, alert)) return { kind: 'alert', id, showsCase };
  }
  if (await seesCase(services, caller, id)) return { kind: 'case', id, showsCase: true };
  throw new Refusal('not-found');
};

/** Why a rule held, without the values of a case: whoever sees an alert need not see its case. */
const withoutCase = (node: Explanation): Explanation => {
  if ('all' in node) return { ...node, all: node.all.map(withoutCase) };
  if ('any' in node) return { ...node, any: node.any.map(withoutCase) };
  if ('not' in node) return { ...node, not: withoutCase(node.not) };
  return node.field.startsWith('case.') ? { ...node, value: null } : node;
};

// GET /v1/rule-runs?recordId=
export const runsOnRecord = story(runsOnRecordRoute, async (services, { query, caller }) => {
  const subject = await subjectOf(services, caller, query.recordId);
  const after = await openCursor(services, caller, 'rule-runs', query);
  const { items, next } = await readBelow(services.table, subject, {
    prefix: runPrefix,
    limit: query.limit,
    after,
    descending: true,
  });
  const runs = items.map(({ run }) => run as Run & { explanation: Explanation });
  const shown = subject.showsCase ? runs : runs.map((run) => ({ ...run, explanation: withoutCase(run.explanation) }));
  return { body: await page(services, caller, 'rule-runs', query, { items: shown, next }) };
});
