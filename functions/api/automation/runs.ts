import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import { runsOfRuleRoute, runsOnRecordRoute } from '#shared/automation/rules/rule.routes.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { type Explanation, withoutValues } from '#shared/core/conditions/explanation.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readBelow, readPage, readRecord } from '#shared/core/records/read.ts';
import { runPrefix, runsOfRule as runsOf, type SubjectRef } from '#shared/core/table/keys.ts';

// GET /v1/rules/{id}/runs: for admins, since a run shows records of any type.
export const runsOfRule = routeHandler(runsOfRuleRoute, async (services, request) => {
  const { id } = request.path;
  if (!(await services.definitions.one('rules', id))) throw new Refusal('not-found');
  const body = await pageOf(services, request, `runs of ${id}`, async (place) => {
    const range = { ...runsOf(id), index: 'gsi1' as const, descending: true };
    const { items, next } = await readPage(services.table, { ...range, ...place });
    return { items: items.map((item) => item.run as RuleRun), next };
  });
  return { body };
});

const seesCase = async ({ table, definitions }: Services, caller: Person, id: string): Promise<boolean> => {
  const record = await readRecord<Case>(table, 'case', id);
  const type = record && (await definitions.one('case-types', record.type));
  return record !== undefined && type !== undefined && mayOnCase(caller, 'view', type.value, record);
};

interface RunsSubject extends SubjectRef {
  /** Whether runs are shown with what they reveal of the case of an alert. */
  showsCase: boolean;
}

/** The record that runs are asked about, if the caller may see it. */
const subjectOf = async (services: Services, caller: Person, id: string): Promise<RunsSubject> => {
  const alert = await readRecord<Alert>(services.table, 'alert', id);
  if (alert) {
    const type = await services.definitions.one('alert-types', alert.type);
    const showsCase = alert.caseId !== undefined && (await seesCase(services, caller, alert.caseId));
    if (type && mayOnAlert(caller, 'view', type.value, alert)) return { kind: 'alert', id, showsCase };
  }
  if (await seesCase(services, caller, id)) return { kind: 'case', id, showsCase: true };
  // Staff see every contact; what a condition found of its cases is for those who see them all.
  if (await readRecord<Contact>(services.table, 'contact', id))
    return { kind: 'contact', id, showsCase: caller.isAdmin };
  throw new Refusal('not-found');
};

/** Why a rule held, without the values of a case: staff who see an alert need not see its case. */
const withoutCase = (explanation: Explanation): Explanation =>
  withoutValues(explanation, (field) => field.startsWith('case.'));

// GET /v1/rule-runs?recordId=
export const runsOnRecord = routeHandler(runsOnRecordRoute, async (services, request) => {
  const subject = await subjectOf(services, request.caller, request.query.recordId);
  const shown = (run: RuleRun & { explanation: Explanation }) =>
    subject.showsCase ? run : { ...run, explanation: withoutCase(run.explanation) };
  const body = await pageOf(services, request, 'rule-runs', async (place) => {
    const range = { prefix: runPrefix, descending: true, ...place };
    const { items, next } = await readBelow(services.table, subject, range);
    return { items: items.map(({ run }) => shown(run as RuleRun & { explanation: Explanation })), next };
  });
  return { body };
});
