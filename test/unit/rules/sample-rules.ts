import { type ActionContext, aboutOf, type RuleTarget } from '#shared/automation/rules/act.ts';
import { type DealsOfRule, dealtForRule } from '#shared/automation/rules/deal-for-rule.ts';
import { carryOut, judge } from '#shared/automation/rules/decide-run.ts';
import { ruleSchema } from '#shared/automation/rules/rule.ts';
import { partsOf } from '#shared/casework/assignment/pool.ts';
import { namedIn } from '#shared/casework/assignment/story-person.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Cause } from '#shared/core/events/event.ts';
import { alertDefinition, alertThatIs } from '../alerts/sample-alerts.ts';
import { at, caseDefinition, openCase } from '../cases/sample-cases.ts';

export const ruleId = '01KAG0000000000000000000R1';

/** A rule for alerts that gives what was raised another priority. */
export const rule = (members: object = {}, key = ruleId): Configured<'rules'> => {
  const value = ruleSchema.parse({
    title: 'Critical',
    for: 'alert',
    trigger: { event: 'alert-created' },
    actions: [{ do: 'update-priority', priority: 'critical' }],
    ...members,
  });
  return { key, version: 2, value, record: {} as Configured<'rules'>['record'] };
};

export const ruleForCases = (members: object = {}): Configured<'rules'> =>
  rule({ for: 'case', trigger: { event: 'case-created' }, ...members });

export const anAlert = (members = {}): RuleTarget => ({
  kind: 'alert',
  record: alertThatIs('triage', members),
  definition: alertDefinition(),
});
export const aCase = (members = {}): RuleTarget => ({
  kind: 'case',
  record: openCase(members),
  definition: caseDefinition(),
});

export const surroundings = (members: Partial<ActionContext> = {}): ActionContext => {
  let made = 0;
  return {
    by: { kind: 'rule', id: ruleId },
    at: at(1),
    newId: () => `01KAG0000000000000000000X${++made}`,
    newReference: () => '7K3F-92QX-M',
    cause: { depth: 1 },
    isStaff: () => false,
    membersOf: () => [],
    caseTypes: new Map([['academic-concern', caseDefinition()]]),
    alertTypes: new Map([['attendance', alertDefinition()]]),
    templates: new Map(),
    openCases: new Map(),
    latestAlerts: new Map(),
    enrolling: new Map(),
    ...members,
  };
};

/** What a rule deals by name while everybody is there. */
const namedDeals = (one: Configured<'rules'>, target: RuleTarget, around: ActionContext): DealsOfRule =>
  one.value.actions.flatMap((action, index) => {
    if (target.kind === 'contact') return [];
    if (action.do !== 'update-assignee' && action.do !== 'update-reviewer') return [];
    const person = namedIn(action);
    const assign = action.assign ?? (person && { behaviour: 'selected' as const, pool: [person] });
    if (assign?.behaviour !== 'selected') return [];
    const about = aboutOf(target, around);
    const parts = partsOf({ ...assign, behaviour: 'selected' }, about, () => []);
    const candidates = parts
      .flatMap(({ people }) => people)
      .map((one) => ({
        person: one,
        isWorking: true,
        ...(about.barred?.includes(one) && { isBarred: true as const }),
      }));
    const record = { kind: target.kind, id: target.record.id, weight: 1 };
    return [{ action: index, inputs: { behaviour: 'selected', record, at: around.at, lot: 0, parts, candidates } }];
  });

interface Ran {
  target?: RuleTarget;
  cause?: Cause;
  around?: Partial<ActionContext>;
}

/** What a rule does about an event on a record. */
export const run = (one: Configured<'rules'>, { target = anAlert(), cause = { depth: 0 }, around = {} }: Ran = {}) => {
  const record = target.record;
  const within = surroundings(around);
  const named = dealtForRule(one.value, namedDeals(one, target, within));
  const event = { eventId: '01KAG0000000000000000000E1', cause, subject: { kind: target.kind, id: record.id } };
  const subject = { [target.kind]: record };
  const judgement = judge(one, { event, subject, at: within.at });
  const dealt = new Map([...named, ...(around.dealt ?? [])]);
  return carryOut(one, event, { judgement, target, around: { ...within, dealt } });
};
