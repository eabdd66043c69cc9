import type { Judgement } from '#shared/automation/rules/decide-run.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { Explanation } from '#shared/core/conditions/explanation.ts';

// What an event did not set off is kept in one item for all of its rules: a run each would be
// thousands of writes for nothing. The whole of an explanation is worked out when asked for.

/** The condition that decided, and the value that was found. */
interface DecidingComparison {
  /** Where it stands in the rule. */
  pointer: string;
  field?: string;
  value: unknown;
}

/** A rule that waited for an event, and that nothing came of. */
export interface PassedRule {
  ruleId: string;
  version: number;
  /** What it was asked about, by its place among the scenes; the first unless said. */
  scene?: number;
  skipped?: NonNullable<RuleRun['skipped']>;
  decided?: DecidingComparison;
  /** The whole of it, where it was asked about what is not kept. */
  explanation?: Explanation;
}

export interface VersionOf {
  id: string;
  version: number;
}

/** What rules were asked about: each is found by its version. */
export interface SceneVersions {
  /** Epoch milliseconds. */
  at: number;
  version: number;
  contact?: VersionOf;
  case?: VersionOf;
}

/** What an event did not set off on its record. */
export interface Explained {
  eventId: string;
  /** Of the record, as the event left it: where the event is found. */
  eventVersion: number;
  kind: TargetKind;
  recordId: string;
  scenes: SceneVersions[];
  rules: PassedRule[];
  /** So many more rules that did not fit. */
  cut?: number;
}

const firstOr = (nodes: readonly Explanation[], held: boolean): number =>
  Math.max(
    nodes.findIndex((node) => node.held === held),
    0,
  );

/** The first comparison that a condition's answer hangs on. */
export const decidedBy = (node: Explanation, pointer = '/condition'): DecidingComparison | undefined => {
  if ('not' in node) return decidedBy(node.not, `${pointer}/not`);
  if ('all' in node || 'any' in node) {
    const [name, parts] = 'all' in node ? (['all', node.all] as const) : (['any', node.any] as const);
    const place = firstOr(parts, node.held);
    const part = parts[place];
    return part && decidedBy(part, `${pointer}/${name}/${place}`);
  }
  if ('field' in node) return { pointer, field: node.field, value: node.value };
  return { pointer, value: 'value' in node ? node.value : node.held };
};

/** Whether what a condition is asked about is all found again by versions. */
const isFoundAgain = ({ reads }: CompiledRule): boolean =>
  !reads || reads.related.size + reads.segments.size + reads.calendars.size === 0;

// One item a record and event, of eight KB at the most: of that a little is for its keys.
const roomForRules = 7_000;

/** Gathers what rules said that nothing came of, as many as there is room for. */
export class PassedRules {
  readonly scenes: SceneVersions[] = [];
  readonly rules: PassedRule[] = [];
  cut = 0;
  #size = 0;

  /** What the rules that follow are asked about. */
  askAbout(scene: SceneVersions): void {
    this.scenes.push(scene);
  }

  add(rule: CompiledRule, judge: () => Judgement): void {
    // Past the room nothing is explained, which would cost more than to ask the rule.
    if (this.cut > 0) {
      this.cut += 1;
      return;
    }
    const { explanation, skipped } = judge();
    const decided = decidedBy(explanation);
    const scene = this.scenes.length - 1;
    const passed: PassedRule = {
      ruleId: rule.key,
      version: rule.version,
      ...(scene > 0 && { scene }),
      ...(skipped && { skipped }),
      ...(decided && { decided }),
      ...(!isFoundAgain(rule) && { explanation }),
    };
    const size = Buffer.byteLength(JSON.stringify(passed));
    if (this.#size + size > roomForRules) this.cut += 1;
    else {
      this.#size += size;
      this.rules.push(passed);
    }
  }

  get isEmpty(): boolean {
    return this.rules.length + this.cut === 0;
  }
}
