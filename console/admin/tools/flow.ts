import { isObject, type Json, type JsonObject } from '#console/admin/schema/json.ts';

/** A step as it is drawn: where it is, what it does, and the ways on where it branches. */
export interface FlowStep {
  /** A JSON pointer into `steps`, as enrolments and simulations name it. */
  path: string;
  do: string;
  /** What it does it with, in a few words. */
  about: string;
  step: JsonObject;
  ways?: { name: 'then' | 'else'; steps: FlowStep[] }[];
}

const texts = (...values: (Json | undefined)[]): string =>
  values
    .flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [String(value)] : []))
    .filter((value) => value !== '')
    .join(' · ');

/** A word of the API, as somebody reads it. */
type Word = (word: string) => string;

const amountIn = (value: Json | undefined, word: Word): string =>
  isObject(value) ? [String(value.amount), word(String(value.unit)), word(String(value.time))].join(' ') : texts(value);

const made = ({ case: record, alert, task }: JsonObject): Json | undefined => {
  const thing = [record, alert, task].find(isObject);
  return thing && texts(thing.type, thing.subject ?? thing.title);
};

const aboutStep = (step: JsonObject, word: Word): string =>
  texts(
    step.template,
    typeof step.event === 'string' ? word(step.event) : undefined,
    amountIn(step.for, word),
    step.until,
    step.at,
    step.calendar,
    step.label,
    step.workflow,
    step.webhook,
    step.property ?? step.name,
    made(step),
  );

/** The steps of a workflow, with those within its branches. */
export const flowOf = (steps: Json | undefined, word: Word, path = ''): FlowStep[] =>
  (Array.isArray(steps) ? steps : []).filter(isObject).map((step, index) => {
    const here = `${path}/${index}`;
    const begun = { path: here, do: String(step.do ?? ''), about: aboutStep(step, word), step };
    if (step.do !== 'branch') return begun;
    return {
      ...begun,
      ways: (['then', 'else'] as const).map((name) => ({ name, steps: flowOf(step[name], word, `${here}/${name}`) })),
    };
  });

/** The comparisons of a condition in words, for the head of a branch. */
export const conditionWords = (condition: Json | undefined): string => {
  if (!isObject(condition)) return '';
  const { all, any, not, field, op, value, some, none, count } = condition;
  if (Array.isArray(all)) return all.map(conditionWords).join(' & ');
  if (Array.isArray(any)) return any.map(conditionWords).join(' | ');
  if (not !== undefined) return `¬ (${conditionWords(not)})`;
  if (field !== undefined) return [field, op, value === undefined ? '' : JSON.stringify(value)].join(' ').trim();
  const [quantifier, of] = some !== undefined ? ['∃', some] : none !== undefined ? ['∄', none] : ['#', count];
  return `${quantifier} ${String(of)}`;
};
