import type { Candidate } from '#shared/casework/assignment/assignment-inputs.ts';
import { dealtTo, reasonAgainst } from '#shared/casework/assignment/decide-assignment.ts';
import type { Write } from '#shared/core/table/decision.ts';

/** People whom types of tasks name, as they were found at an instant (epoch milliseconds). */
interface NamedPeople {
  candidates: readonly Candidate[];
  /** How much work a task of a type is. */
  weightOf: (taskType: string) => number;
  at: number;
}

/** Deals the tasks of one decision to people whom their types name. */
export interface NamedDealer {
  /** The first of them who can take a task, counting what this decision gave them before. */
  give: (people: readonly string[], task: { id: string; type: string }) => string | undefined;
  /** To be committed with the decision: refused where one of them was dealt to since. */
  moves: () => Write[];
}

/** Where nobody was looked up, everybody is there and nobody is full. */
export const dealerOfNamed = (named: NamedPeople | undefined): NamedDealer => {
  const given = new Map<string, { weight: number; write: Write }>();
  const give: NamedDealer['give'] = (people, { id, type }) => {
    if (!named) return people[0];
    const { at, weightOf } = named;
    const record = { kind: 'task' as const, id, weight: weightOf(type) };
    const loaded = named.candidates.map((one): Candidate => {
      const more = given.get(one.person)?.weight ?? 0;
      return one.open ? { ...one, open: { ...one.open, all: one.open.all + more } } : one;
    });
    const free = people
      .flatMap((person) => loaded.find((one) => one.person === person) ?? [])
      .find((one) => reasonAgainst(one, record, at) === undefined);
    if (free?.capacity !== undefined) {
      const weight = (given.get(free.person)?.weight ?? 0) + record.weight;
      given.set(free.person, { weight, write: dealtTo(free.person, free.availability, { record, at }) });
    }
    return free?.person;
  };
  return { give, moves: () => [...given.values()].map(({ write }) => write) };
};
