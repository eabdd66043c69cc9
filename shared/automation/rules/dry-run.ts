import type { DryRunResult, DryRunSummary } from '#shared/automation/rules/dry-run.routes.ts';
import type { ActionDone } from '#shared/automation/rules/run.ts';

const countEach = (names: readonly string[]): Map<string, number> =>
  new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

const recipientsOf = ({ do: name, done, changed }: ActionDone): number =>
  name === 'send-mail' && done && Array.isArray(changed?.to) ? changed.to.length : 0;

/** What a rule would have done, all in all. */
export const summaryOf = (results: readonly DryRunResult[]): DryRunSummary => {
  const actions = results.flatMap((result) => result.actions);
  const conflicts = countEach(results.flatMap((result) => result.conflicts ?? []));
  const today = [...new Set(results.flatMap((result) => result.today ?? []))].sort();
  return {
    events: results.length,
    matched: results.filter(({ matched }) => matched).length,
    actions: Object.fromEntries(countEach(actions.filter(({ done }) => done).map((action) => action.do))),
    mails: actions.map(recipientsOf).reduce((sum, count) => sum + count, 0),
    conflicts: [...conflicts].map(([ruleId, events]) => ({ ruleId, events })),
    ...(today.length > 0 && { today }),
    inputs: results.some(({ inputs }) => inputs === 'today') ? 'today' : 'recorded',
  };
};
