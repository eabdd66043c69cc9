import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { AssignRule } from '#shared/casework/assignment/assign.ts';
import type { AssignmentInputs } from '#shared/casework/assignment/assignment-inputs.ts';
import { type Dealer, gatherInputs } from '#shared/casework/assignment/deal.ts';
import { type Dealt, decideAssignment } from '#shared/casework/assignment/decide-assignment.ts';
import type { PoolQuery } from '#shared/casework/assignment/pool.ts';
import type { Roster } from '#shared/casework/assignment/roster.ts';
import { namedIn, type StoryPerson } from '#shared/casework/assignment/story-person.ts';
import { rotationKey } from '#shared/core/table/automation-keys.ts';
import type { WorkKind } from '#shared/core/table/casework-keys.ts';

/** Anything that does actions. */
interface Actions {
  actions: readonly RuleAction[];
}

/** What an action deals: work of a kind, of the record itself or of one that it makes. */
export interface DealOfAction {
  assign: AssignRule;
  made?: { kind: WorkKind; type?: string };
}

type DefaultReviewerOf = Roster['defaultReviewerOf'];
const unknown: DefaultReviewerOf = () => undefined;

const selected = (person: StoryPerson | undefined): AssignRule | undefined =>
  person && !('group' in person) ? { behaviour: 'selected', pool: [person] } : undefined;

/** Whom an action gives something to, unless that is a team that it names. */
const dealOf = (action: RuleAction, defaultReviewerOf: DefaultReviewerOf): DealOfAction | undefined => {
  const made = (assign: AssignRule | undefined, kind: WorkKind, type?: string) =>
    assign && { assign, made: { kind, ...(type !== undefined && { type }) } };
  switch (action.do) {
    case 'update-assignee':
    case 'update-reviewer': {
      const assign = action.assign ?? selected(namedIn(action));
      return assign && { assign };
    }
    case 'create-case':
    case 'escalate':
      return made(selected(action.case?.assignee), 'case', action.case?.type);
    case 'create-alert':
      return made(selected(action.alert.reviewer ?? defaultReviewerOf(action.alert.type)), 'alert', action.alert.type);
    case 'create-task':
      return made(selected(action.task.assignee), 'task', action.task.type);
    default:
      return undefined;
  }
};

/** What a rule deals, each by the place of its action. */
const dealing = (
  { actions }: Actions,
  defaultReviewerOf: DefaultReviewerOf = unknown,
): (DealOfAction & { index: number })[] =>
  actions.flatMap((action, index) => {
    const found = dealOf(action, defaultReviewerOf);
    return found ? [{ ...found, index }] : [];
  });

/** Whether a rule gives anything to people, or may do so by the type of an alert that it makes. */
export const gives = (rule: Actions): boolean =>
  rule.actions.some((action) => action.do === 'create-alert') || dealing(rule).length > 0;

/** Whether a rule chooses among people by what others were given. */
export const deals = (rule: Actions): boolean => dealing(rule).some(({ assign }) => assign.behaviour !== 'selected');

/** What the assignments of a rule are decided on, each with the place of its action: plain data. */
export type DealsOfRule = { action: number; inputs: AssignmentInputs }[];

/**
 * What a rule deals somebody first counts when it deals them more: the moves of both are one, so
 * none is refused for the other.
 */
const withEarlier = (inputs: AssignmentInputs, earlier: DealsOfRule): AssignmentInputs => {
  const { kind, id } = inputs.record;
  const others = earlier
    .map((one) => one.inputs)
    .filter(({ record }) => record.id === '' || record.kind !== kind || record.id !== id);
  const dealt = others.map((one) => ({ to: decideAssignment(one).to, record: one.record }));
  const candidates = inputs.candidates.map((candidate) => {
    const { open, person } = candidate;
    const more = dealt.filter(({ to }) => to && 'user' in to && to.user === person).map(({ record }) => record.weight);
    return open ? { ...candidate, open: { ...open, all: more.reduce((sum, one) => sum + one, open.all) } } : candidate;
  });
  return { ...inputs, candidates };
};

/** What the assignments of a rule were decided on, each with what was asked. */
export const dealsAsked = (rule: Actions, deals: DealsOfRule): { deal: DealOfAction; inputs: AssignmentInputs }[] =>
  dealing(rule).flatMap(({ index, ...deal }) => {
    const found = deals.find(({ action }) => action === index);
    return found ? [{ deal, inputs: found.inputs }] : [];
  });

/** What actions deal to people, for whom, and where their rotations stand. */
interface Dealing {
  /** Of the rule: each of its actions has a rotation of its own. */
  key: string;
  actions: readonly RuleAction[];
  target: RuleTarget;
  /** By whom people are found who are named by their role. */
  about: PoolQuery;
  at: number;
  /** What the same was decided on then, where that is to be taken. */
  then?: ((deal: DealOfAction) => AssignmentInputs | undefined) | undefined;
}

/**
 * Reads what the assignments of actions are decided on. Nothing is written by it: the moves go with
 * the run.
 */
export const gatherDeals = async (
  dealer: Dealer,
  { key, actions, target, about, at, then }: Dealing,
): Promise<DealsOfRule> => {
  const found: DealsOfRule = [];
  for (const { assign, made, index } of dealing({ actions }, dealer.roster.defaultReviewerOf)) {
    const own = target.kind === 'contact' ? undefined : { kind: target.kind, type: target.record.type };
    const isTask = made?.kind === 'task';
    const kind = made?.kind ?? own?.kind;
    const type = isTask ? own?.type : (made?.type ?? own?.type);
    if (kind === undefined || type === undefined) continue;
    const work = { kind, type, ...(isTask && { taskType: made.type }) };
    const known = then?.({ assign, ...(made && { made }) });
    if (known) {
      found.push({ action: index, inputs: known });
      continue;
    }
    const inputs = await gatherInputs(dealer, {
      assign,
      record: { kind, id: made ? '' : target.record.id, weight: dealer.roster.weightOf(work) },
      about,
      rotation: rotationKey(key, index),
      at,
    });
    found.push({ action: index, inputs: withEarlier(inputs, found) });
  }
  return found;
};

// A pool that has neither a team nor anybody in it, such as an adviser whom the contact does not
// have, was meant for others.
const isMeantForOthers = ({ to, leftOut }: Dealt): boolean => to === undefined && leftOut?.length === 0;

/** Whom the actions of a rule give something to, by what that is decided on. */
export const dealtForRule = ({ actions }: Actions, deals: DealsOfRule): Map<RuleAction, Dealt> => {
  const found = new Map<RuleAction, Dealt>();
  for (const { action: index, inputs } of deals) {
    const action = actions[index];
    const dealt = decideAssignment(inputs);
    if (action && !isMeantForOthers(dealt)) found.set(action, dealt);
  }
  return found;
};
