import { monotonicFactory } from 'ulid';
import { adviserId } from '#bench/bench-stack.ts';
import { seededRandom } from '#bench/seeded-random.ts';
import { layouts } from '#functions/services.ts';
import type { Case, NewCase } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { raiseCase } from '#shared/casework/cases/life/raise.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { Definitions } from '#shared/core/definitions/definitions.ts';
import { byHand } from '#shared/core/events/event.ts';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';
import { commit } from '#shared/core/table/commit.ts';
import type { Decision, Item } from '#shared/core/table/decision.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const seed = 20261124;
// How long ago the first of them was raised.
const year = 365 * 24 * 60 * 60 * 1000;
// A student has a handful of cases, not thousands.
const casesOfAContact = 4;

const faculty: Actor = { kind: 'user', id: 'bench-faculty' };
const subjects = ['Has missed three classes', 'Midterm grade far below the others', 'Worried about how they are doing'];
const hazards = ['lighting', 'surface', 'electrical', 'other'];
const sentence = 'They were asked twice by mail and have not answered; a friend says that they are on campus. ';

/**
 * Of ten cases of a type four wait for somebody, three are with a team, and one each with three
 * advisers.
 */
const owners: (PersonOrGroup | undefined)[] = [
  { user: adviserId },
  { user: 'ben' },
  { user: 'chloe' },
  { group: 'advisers' },
  { group: 'advisers' },
  { group: 'tutors' },
];
const ownerChoices = 10;
// Three in four are academic concerns; one in four of all is closed.
const hazardShare = 0.25;
const closedShare = 0.25;

interface MadeCase {
  record: Case;
  /** Every item that the product writes for it: itself, its events, reference, link and moment. */
  items: Item[];
}

/**
 * A year of cases by the product's own commands, the last raised at `until` (epoch ms): some
 * closed, the others reminded and escalated as due. The same each time, but for that instant.
 */
export async function* manyCases(definitions: Definitions, count: number, until: number): AsyncGenerator<MadeCase> {
  const concern = await definitionForNew(definitions, 'academic-concern');
  const hazard = await definitionForNew(definitions, 'hazard-report');
  if (!concern || !hazard) throw new Error('The sample institution is not there');
  const random = seededRandom(seed);
  const nextId = monotonicFactory(random);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

  const inputOf = (definition: CaseDefinition, index: number): NewCase => ({
    type: definition.key,
    subject: pick(subjects) ?? '',
    description: sentence.repeat(1 + Math.floor(random() * 2)),
    contactId: `B${Math.floor(index / casesOfAContact)}`,
    priority: pick(definition.priorities) ?? 'medium',
    fields: definition === hazard ? { kind: pick(hazards) } : { course: 'MATH-101' },
    tags: ['bench'],
    ...(definition === concern && { assignee: owners[Math.floor(random() * ownerChoices)] }),
  });

  for (let index = 0; index < count; index++) {
    const at = Math.round(until - year * (1 - (index + 1) / count));
    const definition = random() < hazardShare ? hazard : concern;
    const reference = referenceFrom(Uint8Array.from({ length: 5 }, () => Math.floor(random() * 256)));
    const raised = raiseCase(
      { id: nextId(at), reference, input: inputOf(definition, index), by: faculty, at, newId: () => nextId(at) },
      definition,
    );
    const decisions: Decision<Case>[] = [raised];
    if (random() < closedShare) {
      const reason = definition.type.closureReasons[0]?.key;
      const tasks = raised.events.flatMap(({ after }) => (after.task as Task | undefined) ?? []);
      decisions.push(closeCase({ record: raised.after, tasks, definition }, { reason, by: faculty, at }));
    } else decisions.push(wakeCase(raised.after, { at: until, horizon: Number.POSITIVE_INFINITY }, definition));
    const { memory, table } = memoryTable();
    await commit({ table, layouts, newId: nextId }, { actor: faculty, at, cause: byHand }, decisions as Decision[]);
    yield { record: decisions.at(-1)?.after ?? raised.after, items: memory.everything() };
  }
}
