import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { eventsReader, passedRun } from '#functions/automation/passed-runs.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import { triggeringEvents } from '#shared/automation/automation.events.ts';
import type { Explained, PassedRule } from '#shared/automation/rules/explained.ts';
import { runsOfRuleRoute, runsOnRecordRoute } from '#shared/automation/rules/rule.routes.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { type Explanation, withoutValues } from '#shared/core/conditions/explanation.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readPage, readRecord } from '#shared/core/records/read.ts';
import { explanationPartition, runPrefix, runsOfRule as runsOf } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyShard, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

// GET /v1/rules/{id}/runs: for admins, since a run shows records of any type.
export const runsOfRule = routeHandler(runsOfRuleRoute, async (services, request) => {
  const { id } = request.path;
  const rule = await services.definitions.one('rules', id);
  if (!rule) throw new Refusal('not-found');
  const { trigger, for: kind } = rule.value;
  const types = [...triggeringEvents.values()].filter(({ triggers = {} }) => Object.hasOwn(triggers, trigger.event));
  const passedOf = ({ explained }: Item) => (explained as Explained).rules.find(({ ruleId }) => ruleId === id);
  const index = 'gsi1' as const;
  const sources = [
    { ...runsOf(id), index },
    ...types.flatMap(({ type }) => everyShard.map((shard) => ({ pk: explanationPartition(kind, type, shard), index }))),
  ];
  const body = await pageOf(services, request, `runs of ${id}`, async (place) => {
    const accept = (item: Item) => item.run !== undefined || passedOf(item) !== undefined;
    const { items, next } = await mergePages(services.table, { sources, descending: true, accept, ...place });
    const eventsOf = eventsReader(services);
    const runOf = async (item: Item): Promise<RuleRun> => {
      if (item.run) return item.run as RuleRun;
      const passed = passedOf(item) as PassedRule;
      return passedRun(services, item.explained as Explained, { passed, eventsOf });
    };
    return { items: await Promise.all(items.map(runOf)), next };
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

type ExplainedRun = RuleRun & { explanation: Explanation };

/** Where a page ends: at an item, behind so many of the rules that it names. */
interface RunsPlace {
  after?: string;
  within?: { sk: string; rules: number };
}

/** A page of what rules did, newest first; an item may stand for many that did not match. */
const runsBelow = async (
  services: Services,
  subject: SubjectRef,
  { limit, after }: { limit: number; after: string | undefined },
): Promise<{ items: ExplainedRun[]; next: string | undefined }> => {
  const place = after === undefined ? {} : (JSON.parse(after) as RunsPlace);
  const range = { pk: partitionOf(subject), consistent: true, descending: true };
  // An item that was left half way is read again.
  const from = place.within ? { from: runPrefix, to: place.within.sk } : { prefix: runPrefix, after: place.after };
  const { items, next } = await readPage(services.table, { ...range, ...from, limit });
  const eventsOf = eventsReader(services);
  const runs: ExplainedRun[] = [];
  for (const { sk, run, explained } of items) {
    if (run) runs.push(run as ExplainedRun);
    else {
      const { rules } = explained as Explained;
      const begun = sk === place.within?.sk ? place.within.rules : 0;
      const some = rules.slice(begun, begun + limit - runs.length);
      const shown = some.map((passed) => passedRun(services, explained as Explained, { passed, eventsOf }));
      runs.push(...(await Promise.all(shown)));
      const read = begun + some.length;
      if (read < rules.length) return { items: runs, next: JSON.stringify({ within: { sk, rules: read } }) };
    }
    const isMore = next !== undefined || sk !== items.at(-1)?.sk;
    if (runs.length >= limit) return { items: runs, next: isMore ? JSON.stringify({ after: sk }) : undefined };
  }
  return { items: runs, next: next === undefined ? undefined : JSON.stringify({ after: next }) };
};

// GET /v1/rule-runs?recordId=
export const runsOnRecord = routeHandler(runsOnRecordRoute, async (services, request) => {
  const subject = await subjectOf(services, request.caller, request.query.recordId);
  const shown = (run: ExplainedRun) =>
    subject.showsCase ? run : { ...run, explanation: withoutCase(run.explanation) };
  const body = await pageOf(services, request, 'rule-runs', async (place) => {
    const { items, next } = await runsBelow(services, subject, place);
    return { items: items.map(shown), next };
  });
  return { body };
});
