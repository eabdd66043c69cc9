import type { ActionTools } from '#shared/automation/rules/run-inputs.ts';
import { own } from '#shared/core/records/own.ts';

/** What actions were answered while they were decided: ids by chance, and who is who. */
export interface ToolAnswers {
  ids: string[];
  references: string[];
  staff: Record<string, boolean>;
  members: Record<string, readonly string[]>;
}

type AnsweringTools = Pick<ActionTools, 'newId' | 'newReference' | 'isStaff' | 'membersOf'>;

const noted = <T>(into: Record<string, T>, key: string, answer: T): T => {
  Object.defineProperty(into, key, { value: answer, enumerable: true, writable: true, configurable: true });
  return answer;
};

/** Tools that note what they answer. */
export const notingTools = (tools: ActionTools): { tools: ActionTools; answers: ToolAnswers } => {
  const answers: ToolAnswers = { ids: [], references: [], staff: {}, members: {} };
  const drawn = (into: string[], one: string): string => {
    into.push(one);
    return one;
  };
  const noting: AnsweringTools = {
    newId: () => drawn(answers.ids, tools.newId()),
    newReference: () => drawn(answers.references, tools.newReference()),
    isStaff: (id) => noted(answers.staff, id, tools.isStaff(id)),
    membersOf: (group) => noted(answers.members, group, tools.membersOf(group)),
  };
  return { tools: { ...tools, ...noting }, answers };
};

const next = (left: string[]): string => {
  const one = left.shift();
  if (one === undefined) throw new Error('a replay asks for more ids than its run');
  return one;
};

/** Tools that answer what they answered then. */
export const answeringTools = (tools: ActionTools, answers: ToolAnswers): ActionTools => {
  const [ids, references] = [[...answers.ids], [...answers.references]];
  const answering: AnsweringTools = {
    newId: () => next(ids),
    newReference: () => next(references),
    isStaff: (id) => own(answers.staff, id) ?? false,
    membersOf: (group) => own(answers.members, group) ?? [],
  };
  return { ...tools, ...answering };
};
