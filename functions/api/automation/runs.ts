import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { Case } from '#shared/cases/case.ts';
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

/** The record that runs are asked about, if the caller may see it. */
const subjectOf = async ({ table, definitions }: Services, caller: Person, id: string): Promise<SubjectRef> => {
  const alert = await readRecord<Alert>(table, 'alert', id);
  if (alert) {
    const type = await definitions.one('alert-types', alert.type);
    if (type && mayOnAlert(caller, 'view', type.value, alert)) return { kind: 'alert', id };
  }
  const record = await readRecord<Case>(table, 'case', id);
  const type = record && (await definitions.one('case-types', record.type));
  if (record && type && mayOnCase(caller, 'view', type.value, record)) return { kind: 'case', id };
  throw new Refusal('not-found');
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
  return {
    body: await page(services, caller, 'rule-runs', query, { items: items.map((item) => item.run as Run), next }),
  };
});
