import { type ActionContext, type Decided, deciderOf, type RuleTarget } from '#shared/automation/rules/act.ts';
import { onAlert } from '#shared/automation/rules/act-on-alert.ts';
import { onCase } from '#shared/automation/rules/act-on-case.ts';
import { onContact } from '#shared/automation/rules/act-on-contact.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { ActionDone } from '#shared/automation/rules/run.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Place } from '#shared/core/table/keys.ts';

/** What actions leave behind: what is committed, what is armed behind it, and what they did. */
export interface ActionsDone {
  decisions: Decision[];
  done: ActionDone[];
  /** Turns, events of their own, and other items of the transaction. */
  writes: Write[];
  /** To be armed behind the commit. */
  places: Place[];
}

interface Acted extends Omit<ActionsDone, 'done'> {
  target: RuleTarget;
  around?: Partial<ActionContext>;
  done: ActionDone;
}

/** What an action left behind. Who had it already was given nothing, and it is still their turn. */
const acted = <T extends RuleTarget>(target: T, action: RuleAction, decided: Decided<T> | undefined): Acted => {
  const nothing = (reason: string): Acted => ({
    target,
    decisions: [],
    writes: [],
    places: [],
    done: { do: action.do, done: false, reason },
  });
  if (!decided) return nothing('nobody-in-pool');
  const { decision, also = [], writes = [], places = [], said, undone, tasks, around } = decided;
  const { definition = target.definition } = decided;
  const [event] = decision?.events ?? [];
  if (!event && also.length === 0 && !said) return nothing('unchanged');
  const made = also.filter((one) => !one.before).map((one) => ({ [`${one.kind}Id`]: one.after.id }));
  const changed = Object.assign({}, event?.after, ...made, said) as Record<string, unknown>;
  return {
    target: { ...target, record: decision?.after ?? target.record, definition, ...(tasks && { tasks }) } as T,
    decisions: [...(decision ? [decision] : []), ...also],
    done: { do: action.do, done: undone === undefined, changed, ...(undone !== undefined && { reason: undone }) },
    writes,
    places,
    ...(around && { around }),
  };
};

const act = (action: RuleAction, target: RuleTarget, around: ActionContext): Acted => {
  switch (target.kind) {
    case 'alert':
      return acted(target, action, deciderOf(onAlert, action.do)?.(action, target, around));
    case 'case':
      return acted(target, action, deciderOf(onCase, action.do)?.(action, target, around));
    case 'contact':
      return acted(target, action, deciderOf(onContact, action.do)?.(action, target, around));
  }
};

const keyOf = (write: Write): string => {
  const { pk, sk } = 'delete' in write ? write.delete : write.put;
  return `${pk} ${sk}`;
};

/** A transaction takes one write of an item: as the last has it, on the condition of the first. */
const onePerItem = (writes: readonly Write[]): Write[] => {
  const byKey = new Map<string, Write>();
  for (const write of writes) {
    const first = byKey.get(keyOf(write));
    byKey.set(keyOf(write), first?.when ? { ...write, when: first.when } : write);
  }
  return [...byKey.values()];
};

/**
 * Does actions one after another, each on what the ones before left. One that is refused says why,
 * and the others go on.
 */
export const doActions = (actions: readonly RuleAction[], target: RuleTarget, context: ActionContext): ActionsDone => {
  const all: ActionsDone = { decisions: [], done: [], writes: [], places: [] };
  let current = target;
  let around = context;
  for (const action of actions) {
    try {
      const result = act(action, current, around);
      current = result.target;
      around = { ...around, ...result.around };
      all.decisions.push(...result.decisions);
      all.writes.push(...result.writes);
      all.places.push(...result.places);
      all.done.push(result.done);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      all.done.push({ do: action.do, done: false, reason: error.faults[0]?.code ?? error.code });
    }
  }
  return { ...all, writes: onePerItem(all.writes) };
};
