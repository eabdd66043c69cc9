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

const amountIn = (value: Json | undefined): string =>
  isObject(value) ? [value.amount, value.unit, value.time].map(String).join(' ') : texts(value);

const made = ({ case: record, alert, task }: JsonObject): Json | undefined => {
  const thing = [record, alert, task].find(isObject);
  return thing && texts(thing.type, thing.subject ?? thing.title);
};

const aboutStep = (step: JsonObject): string =>
  texts(
    step.template,
    step.event,
    amountIn(step.for),
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
export const flowOf = (steps: Json | undefined, path = ''): FlowStep[] =>
  (Array.isArray(steps) ? steps : []).filter(isObject).map((step, index) => {
    const here = `${path}/${index}`;
    const begun = { path: here, do: String(step.do ?? ''), about: aboutStep(step), step };
    if (step.do !== 'branch') return begun;
    return {
      ...begun,
      ways: (['then', 'else'] as const).map((name) => ({ name, steps: flowOf(step[name], `${here}/${name}`) })),
    };
  });

/** How many steps there are, those within branches counted. */
export const countSteps = (flow: readonly FlowStep[]): number =>
  flow.reduce((sum, { ways = [] }) => sum + 1 + ways.reduce((within, { steps }) => within + countSteps(steps), 0), 0);

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
