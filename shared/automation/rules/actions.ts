import { type ActionContext, type Decided, deciderOf, type RuleTarget } from '#shared/automation/rules/act.ts';
import { onAlert } from '#shared/automation/rules/act-on-alert.ts';
import { onCase } from '#shared/automation/rules/act-on-case.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { ActionDone } from '#shared/automation/rules/run.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

interface Acted {
  target: RuleTarget;
  decisions: Decision[];
  done: ActionDone;
  moves: Write[];
}

/** What an action left behind. Who had it already was given nothing, and it is still their turn. */
const acted = <T extends RuleTarget>(target: T, action: RuleAction, decided: Decided<T> | undefined): Acted => {
  const nothing = (reason: string) => ({
    target,
    decisions: [],
    moves: [],
    done: { do: action.do, done: false, reason },
  });
  if (!decided) return nothing('nobody-in-pool');
  const { decision, also = [], moves = [], undone, definition = target.definition, tasks } = decided;
  const [event] = decision.events;
  if (!event && also.length === 0) return nothing('unchanged');
  const made = also.filter((one) => !one.before).map((one) => ({ [`${one.kind}Id`]: one.after.id }));
  const changed = Object.assign({}, event?.after, ...made) as Record<string, unknown>;
  return {
    target: { ...target, record: decision.after, definition, ...(tasks && { tasks }) } as T,
    decisions: [decision, ...also],
    done: { do: action.do, done: undone === undefined, changed, ...(undone !== undefined && { reason: undone }) },
    moves,
  };
};

const act = (action: RuleAction, target: RuleTarget, around: ActionContext): Acted => {
  if (target.kind === 'alert') return acted(target, action, deciderOf(onAlert, action.do)?.(action, target, around));
  return acted(target, action, deciderOf(onCase, action.do)?.(action, target, around));
};

const keyOf = (write: Write): string => ('delete' in write ? '' : `${write.put.pk} ${write.put.sk}`);

/**
 * Does the actions of a rule one after another, each on what the ones before left. One that is
 * refused says why, and the others go on.
 *
 * @returns also the moves of what was dealt, to be committed with the decisions
 */
export const doActions = (
  actions: RuleAction[],
  target: RuleTarget,
  around: ActionContext,
): { decisions: Decision[]; done: ActionDone[]; moves: Write[] } => {
  const decisions: Decision[] = [];
  const done: ActionDone[] = [];
  // A transaction takes one write of an item; two actions that deal to the same person make the
  // same move.
  const moves = new Map<string, Write>();
  let current = target;
  for (const action of actions) {
    try {
      const result = act(action, current, around);
      current = result.target;
      decisions.push(...result.decisions);
      done.push(result.done);
      for (const move of result.moves) moves.set(keyOf(move), move);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      done.push({ do: action.do, done: false, reason: error.faults[0]?.code ?? error.code });
    }
  }
  return { decisions, done, moves: [...moves.values()] };
};
