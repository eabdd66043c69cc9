// What the runs of an event were decided on answers what a draft asks of that time. What none of
// them asked is read as it is today, and it is said which that was.
import { isDeepStrictEqual } from 'node:util';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import { type DealOfAction, dealsAsked } from '#shared/automation/rules/deal-for-rule.ts';
import type { TodaysInput } from '#shared/automation/rules/dry-run.routes.ts';
import type { KeptInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RunInputs } from '#shared/automation/rules/run-inputs.ts';
import type { AssignmentInputs } from '#shared/casework/assignment/assignment-inputs.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';

/** Everything that a run was decided on. */
export interface RestoredInputs {
  rule: CompiledRule;
  occurrence: TriggeringEvent;
  target: RuleTarget;
  inputs: RunInputs;
  kept: KeptInputs;
}

const isWithin = (some: ReadonlySet<string>, all: ReadonlySet<string>): boolean =>
  [...some].every((one) => all.has(one));

const beside = /^(alert|case|task)\./;
const fieldsBeside = ({ fields }: ConditionReads): ReadonlySet<string> =>
  new Set([...fields].filter((field) => beside.test(field)).map((field) => field.split('.')[0] ?? ''));

/** Whether what was read of a contact for one condition is enough for another. */
const covers = (reads: ConditionReads | undefined, wanted: ConditionReads): boolean =>
  reads !== undefined &&
  isWithin(wanted.related, reads.related) &&
  isWithin(fieldsBeside(wanted), fieldsBeside(reads)) &&
  (!wanted.fields.has('alert.caseType') || reads.fields.has('alert.caseType')) &&
  (!wanted.fields.has('alert.caseStatus') || reads.fields.has('alert.caseStatus'));

export class RecordedInputs {
  readonly #runs: readonly RestoredInputs[];
  /** What had to be read as it is. */
  readonly today: Set<TodaysInput>;

  constructor(runs: readonly RestoredInputs[] = [], today = new Set<TodaysInput>()) {
    this.#runs = runs;
    this.today = today;
  }

  /** What was decided before an instant (epoch ms), and what from then on. */
  partedAt(at: number): { before: RecordedInputs; since: RecordedInputs } {
    const { before = [], since = [] } = Object.groupBy(this.#runs, ({ inputs }) =>
      inputs.at < at ? 'before' : 'since',
    );
    return { before: new RecordedInputs(before, this.today), since: new RecordedInputs(since, this.today) };
  }

  /** What a run was answered then, else what is answered now. */
  async answer<T>(name: TodaysInput, then: (run: RestoredInputs) => T | undefined, now: () => Promise<T>): Promise<T> {
    for (const run of this.#runs) {
      const found = then(run);
      if (found !== undefined) return found;
    }
    this.today.add(name);
    return now();
  }

  /** What the same assignment was decided on then. */
  deal(wanted: DealOfAction): AssignmentInputs | undefined {
    const all = this.#runs.flatMap(({ rule, inputs }) => dealsAsked(rule.value, inputs.deals));
    const found = all.find(({ deal }) => isDeepStrictEqual(deal, wanted))?.inputs;
    if (!found) this.today.add('pools');
    return found;
  }

  related<T>(reads: ConditionReads, now: () => Promise<T>) {
    const then = ({ rule, inputs }: RestoredInputs) =>
      covers(rule.reads, reads) ? (inputs.related as T | undefined) : undefined;
    return this.answer('related', then, now);
  }

  segments(reads: ConditionReads, now: () => Promise<readonly string[]>) {
    const then = ({ rule, inputs }: RestoredInputs) =>
      isWithin(reads.segments, rule.reads?.segments ?? new Set())
        ? inputs.segments?.filter((one) => reads.segments.has(one))
        : undefined;
    return this.answer('segments', then, now);
  }
}
