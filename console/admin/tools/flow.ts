import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';
import type { ConditionLine } from '#console/why/condition-tree.ts';

/** A step as it is drawn: where it is, what it does, and the ways on where it branches. */
export interface FlowStep {
  /** A JSON pointer into `steps`, as enrolments and simulations name it. */
  path: string;
  do: string;
  /** What it does it with, in a few words. */
  about: string;
  step: JsonObject;
  ways?: FlowWay[];
}

interface FlowWay {
  name: 'then' | 'else';
  steps: FlowStep[];
}

/** Whether nobody goes on after these steps: then no line leads back from them. */
export const isLast = (steps: readonly FlowStep[]): boolean => {
  const { do: act, ways } = steps.at(-1) ?? {};
  return act === 'finish' || (ways?.every((way) => isLast(way.steps)) ?? false);
};

const texts = (...values: (Json | undefined)[]): string =>
  values
    .flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : []))
    .filter((value) => value !== '')
    .join(' · ');

/** A word of the API, as somebody reads it. */
type Word = (word: string) => string;

interface StepWords {
  word: Word;
  /** An ISO 8601 duration, such as P7D. */
  duration: (written: string) => string;
  /** An instant in the reader's zone. */
  instant: (at: string) => string;
}

const amountIn = (value: Json | undefined, { word, duration }: StepWords): string => {
  if (typeof value === 'string') return duration(value);
  return isObject(value)
    ? [String(value.amount), word(String(value.unit)), word(String(value.time))].join(' ')
    : texts(value);
};

const made = ({ case: record, alert, task }: JsonObject): Json | undefined => {
  const thing = [record, alert, task].find(isObject);
  return thing && texts(thing.type, thing.subject ?? thing.title);
};

/** An instant as people write it; texts that give one stay as they are. */
const instantIn = (value: Json | undefined, { instant }: StepWords): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? instant(value) : texts(value);

const aboutStep = (step: JsonObject, words: StepWords): string => {
  const { word } = words;
  return texts(
    step.template,
    typeof step.event === 'string' ? word(step.event) : undefined,
    amountIn(step.for, words),
    instantIn(step.until, words),
    step.at,
    step.calendar,
    step.label,
    step.workflow,
    step.webhook,
    step.property ?? step.name,
    made(step),
  );
};

/** The steps of a workflow, with those within its branches. */
export const flowOf = (steps: Json | undefined, words: StepWords, path = ''): FlowStep[] =>
  (Array.isArray(steps) ? steps : []).filter(isObject).map((step, index) => {
    const here = `${path}/${index}`;
    const begun = { path: here, do: String(step.do ?? ''), about: aboutStep(step, words), step };
    if (step.do !== 'branch') return begun;
    return {
      ...begun,
      ways: (['then', 'else'] as const).map((name) => ({ name, steps: flowOf(step[name], words, `${here}/${name}`) })),
    };
  });

/** How a comparison is said, and how parts are put together. */
export interface ConditionWords {
  line: (line: ConditionLine) => string;
  and: (one: string, other: string) => string;
  or: (one: string, other: string) => string;
  not: (inner: string) => string;
}

/** A node of a condition that holds no list of others, as it is put into words. */
const lineOf = (node: JsonObject): ConditionLine => {
  const { field, op, value, some, none, count, within, calendar } = node;
  const compared = { op: String(op), wanted: value, value: undefined };
  const found = { records: 0, value: null };
  if (field !== undefined) return { kind: 'comparison', field: String(field), ...compared };
  if (count !== undefined) return { kind: 'count', of: String(count), within: String(within), ...compared };
  if (some !== undefined) return { kind: 'some', of: String(some), ...found };
  if (none !== undefined) return { kind: 'none', of: String(none), ...found };
  return { kind: 'working', calendar: String(calendar) };
};

/** A condition in one sentence, for the head of a branch. */
export const conditionWords = (condition: Json | undefined, words: ConditionWords): string => {
  if (!isObject(condition)) return '';
  const { all, any, not, where } = condition;
  const within = (parts: readonly Json[], joined: ConditionWords['and']): string =>
    parts
      .map((part) => conditionWords(part, words))
      .filter((said) => said !== '')
      .reduce((one, other) => (one === '' ? other : joined(one, other)), '');
  if (Array.isArray(all)) return within(all, words.and);
  if (Array.isArray(any)) return within(any, words.or);
  if (not !== undefined) return words.not(conditionWords(not, words));
  const inner = conditionWords(where, words);
  return words.line(lineOf(condition)) + (inner === '' ? '' : ` (${inner})`);
};
