import { allOf, anyOf, atLeast, type ConditionResult, earliest, opposite } from '#shared/core/conditions/answers.ts';
import { compare } from '#shared/core/conditions/compare.ts';
import type { Comparison, Condition, CountOf, SomeOf } from '#shared/core/conditions/condition.ts';
import { type Explanation, type QuantifierExplanation, shown } from '#shared/core/conditions/explanation.ts';
import { findValue, type Subject } from '#shared/core/conditions/fields.ts';
import { compareNow, isOfNow, isWorking } from '#shared/core/conditions/now.ts';
import {
  bind,
  compareCount,
  compareSegments,
  inWindow,
  recordsOf,
  segmentsNamed,
} from '#shared/core/conditions/related.ts';

export interface Evaluation extends ConditionResult {
  explanation: Explanation;
}

const everyRecord: Condition = { all: [] };

function evaluateLeaf(leaf: Comparison, subject: Subject, at: number): Evaluation {
  const { field, op, value: wanted } = leaf;
  const explained = (value: unknown, { held, until }: ConditionResult): Evaluation => ({
    held,
    until,
    explanation: { field, op, wanted: shown(wanted), value: shown(value), held },
  });
  if (isOfNow(field)) {
    const { value, ...result } = compareNow(leaf, at);
    return explained(value, result);
  }
  const { inSegment } = subject;
  if (field === 'contact.segments' && inSegment) {
    const there = segmentsNamed(wanted).filter((segment) => inSegment(segment, at).held);
    return explained(
      there,
      compareSegments(leaf, (segment) => inSegment(segment, at)),
    );
  }
  const { value, until } = findValue(field, subject, at);
  const result = compare(op, { value, wanted }, at);
  return explained(value, { held: result.held, until: earliest([until, result.until]) });
}

/**
 * A field of a record that the contact may have several of, asked for without a quantifier: some
 * of them has it. Explained as the comparison that it is.
 */
function evaluatePlain({ some, where = everyRecord }: SomeOf, subject: Subject, at: number): Evaluation {
  const answers = recordsOf(subject, some).map((record) => evaluate(where, bind(subject, record), at));
  const { held, until } = anyOf(answers);
  const deciding = answers.find((one) => one.held === held) ?? evaluate(where, { ...subject, related: {} }, at);
  return { held, until, explanation: { ...deciding.explanation, held } };
}

function evaluateSome(node: SomeOf, subject: Subject, at: number): Evaluation {
  const { some, where = everyRecord, atLeast: least = 1 } = node;
  const records = recordsOf(subject, some);
  const answers = records.map((record) => evaluate(where, bind(subject, record), at));
  const { held, until } = atLeast(least, answers);
  const first = Math.max(
    answers.findIndex((one) => one.held),
    0,
  );
  return {
    held,
    until,
    explanation: {
      some,
      ...(node.atLeast !== undefined && { atLeast: least }),
      records: records.length,
      value: answers.filter((one) => one.held).length,
      ...(records[first] && { record: records[first].id, where: answers[first]?.explanation }),
      held,
    } as QuantifierExplanation,
  };
}

function evaluateCount(node: CountOf, subject: Subject, at: number): Evaluation {
  const { count, where, within, op, value: wanted } = node;
  const asked = recordsOf(subject, count).map((record) => ({
    window: inWindow(node, record, at),
    inner: where && evaluate(where, bind(subject, record), at),
  }));
  const answers = asked.map(({ window, inner }) => (inner ? allOf([window, inner]) : window));
  const { held, until } = compareCount(op, answers, wanted);
  const example = asked.find((_, index) => answers[index]?.held) ?? asked[0];
  return {
    held,
    until,
    explanation: {
      count,
      within,
      op,
      wanted: shown(wanted),
      value: answers.filter((one) => one.held).length,
      ...(example?.inner && { where: example.inner.explanation }),
      held,
    },
  };
}

/**
 * Whether a checked condition holds at an instant (epoch ms), why, and until when (excluded) that
 * stays so while the data do; without `until` for ever. Every part is evaluated and explained.
 */
export function evaluate(tree: Condition, subject: Subject, at: number): Evaluation {
  if ('field' in tree) return evaluateLeaf(tree, subject, at);
  if ('not' in tree) {
    const inner = evaluate(tree.not, subject, at);
    const { held, until } = opposite(inner);
    return { held, until, explanation: { not: inner.explanation, held } };
  }
  if ('some' in tree) return tree.plain ? evaluatePlain(tree, subject, at) : evaluateSome(tree, subject, at);
  if ('none' in tree) {
    const { none, where } = tree;
    const inner = evaluateSome({ some: none, where }, subject, at);
    const { some: _some, ...rest } = inner.explanation as QuantifierExplanation;
    const { held, until } = opposite(inner);
    return { held, until, explanation: { none, ...rest, held } };
  }
  if ('count' in tree) return evaluateCount(tree, subject, at);
  if ('now' in tree) {
    const { calendar } = tree;
    const { held, until } = isWorking(subject.calendars?.get(calendar), at);
    return { held, until, explanation: { now: 'working', calendar, held } };
  }
  const parts = ('all' in tree ? tree.all : tree.any).map((part) => evaluate(part, subject, at));
  const explanations = parts.map(({ explanation }) => explanation);
  const { held, until } = 'all' in tree ? allOf(parts) : anyOf(parts);
  return { held, until, explanation: 'all' in tree ? { all: explanations, held } : { any: explanations, held } };
}

/**
 * Whether it holds, as `evaluate` says, without why and until when: what does not decide is not
 * looked at.
 */
export function holds(tree: Condition, subject: Subject, at: number): boolean {
  if ('all' in tree) return tree.all.every((part) => holds(part, subject, at));
  if ('any' in tree) return tree.any.some((part) => holds(part, subject, at));
  if ('not' in tree) return !holds(tree.not, subject, at);
  if (!('field' in tree) || isOfNow(tree.field) || tree.field === 'contact.segments')
    return evaluate(tree, subject, at).held;
  const { value } = findValue(tree.field, subject, at);
  return compare(tree.op, { value, wanted: tree.value }, at).held;
}

/**
 * How many instants are looked at that turn out to change nothing, before one is given as it is: a
 * caller who asks again then finds out more.
 */
const MOST_TURNS = 200;

/**
 * As `evaluate`, with the very instant at which the answer is another one, where `until` alone may
 * come too early.
 */
export function evaluateExactly(tree: Condition, subject: Subject, at: number): Evaluation {
  const now = evaluate(tree, subject, at);
  let { until } = now;
  for (let turns = 0; until !== undefined && turns < MOST_TURNS; turns++) {
    const then = evaluate(tree, subject, until);
    if (then.held !== now.held) break;
    ({ until } = then);
  }
  return { ...now, until };
}
