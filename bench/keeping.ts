import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { meterWrites } from '#bench/metered-table.ts';
import type { Figure, Row, Section } from '#bench/report.ts';
import { seededRandom } from '#bench/seeded-random.ts';
import { someRank, wordOf } from '#bench/words.ts';
import { project } from '#functions/events/project.ts';
import { projectionsOf } from '#functions/project/projections.ts';
import { layouts, type Services, servicesOn } from '#functions/services.ts';
import { localControls } from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { closeCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { raiseCase } from '#shared/casework/cases/life/raise.ts';
import { claimCase } from '#shared/casework/cases/people/assign.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { byHand } from '#shared/core/events/event.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { commit } from '#shared/core/table/commit.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { projectedItems } from '#shared/core/table/streamed-keys.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { matcherOf } from '#test/house/bus.ts';
import { House } from '#test/house/house.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// What finding and seeing cost while cases live: their projections alone, on a table in memory.
// Each commit is handed to them by itself, as it is where little happens at a time.

const adviser = { kind: 'user', id: 'amara' } as const;
const hour = 3_600_000;
const projected = projectedItems.map(matcherOf);
const isProjected = (change: object) => projected.some((matches) => matches(change));

const isKeptIn: readonly [string, RegExp][] = [
  ['search', /^SEARCH#[a-z]+#text#/],
  ['folds', /^SEARCH#/],
  ['figures', /^(COUNTED#|INSIGHT|ROLLUP#|KEPT-OUT#)/],
  ['views', /^(VIEWED#|TALLY#|CROSSING#|MOMENT)/],
];
const keptFor = (pk: string): string => isKeptIn.find(([, is]) => is.test(pk))?.[0] ?? `other ${pk.split('#')[0]}`;

/**
 * A table with the sample institution, its projections, and what is written for each.
 * @param through what the projections' commands pass on their way to the table
 */
export const followed = async (through: (memory: MemoryDynamoDb) => MemoryDynamoDb = (memory) => memory) => {
  const house = await House.open();
  const local = localControls(house.url, house.fetch);
  await loadSample(await local.as({ sub: 'ada', groups: ['admins'] }));
  await local.idle();
  const memory = new MemoryDynamoDb(house.dynamodb);
  let clock = house.time.now();
  const waiting: DynamoDBRecord[] = [];
  let sequence = 0;
  memory.onChange((changes) => {
    for (const { keys, before, after } of changes) {
      const SequenceNumber = String(++sequence);
      const dynamodb = { Keys: keys, OldImage: before, NewImage: after, SequenceNumber };
      const record = { dynamodb: { ...dynamodb, ApproximateCreationDateTime: Math.floor(clock / 1000) } };
      if (isProjected(record)) waiting.push(record as DynamoDBRecord);
    }
  });
  const on = (table: Services['table']): Services =>
    servicesOn(
      { table, now: () => clock, newId: ulids(), random: (bytes) => new Uint8Array(bytes) },
      {
        reportingDays: () => reportingDays('America/New_York'),
        wakeUps: () => ({ horizonFrom: (at) => at + 7 * 24 * hour, start: async () => {} }),
      },
    );
  const commands = meterWrites(memory, () => 'commands');
  const kept = meterWrites(through(memory), keptFor);
  const services = on(kept.table);
  await services.definitions.refresh();
  return {
    services,
    commands,
    kept,
    waiting,
    handler: project(services, projectionsOf(services)),
    pass: (ms: number) => {
      clock += ms;
      return clock;
    },
  };
};

export type Followed = Awaited<ReturnType<typeof followed>>;

/** Cases of forty words that somebody raises, claims, notes something of and closes. */
export const livesOn = async ({ services, commands: { table }, pass }: Followed) => {
  const definition = (await definitionForNew(services.definitions, 'academic-concern')) as CaseDefinition;
  const random = seededRandom(20261129);
  const newId = ulids();
  const text = (words: number) => Array.from({ length: words }, () => wordOf(someRank(random))).join(' ');
  const write = async (decision: Decision<Case>, at: number) => {
    await commit({ table, layouts, newId }, { actor: adviser, at, cause: byHand }, [decision as Decision]);
    return decision.after;
  };
  const steps: Record<string, (record: Case | undefined) => Promise<Case>> = {
    raised: () => {
      const at = pass(60_000);
      const input = {
        type: definition.key,
        subject: text(6),
        description: text(34),
        contactId: 'S115',
        tags: ['bench'],
      };
      const reference = referenceFrom(Uint8Array.from({ length: 5 }, () => Math.floor(random() * 256)));
      const given = { ...input, fields: { course: 'CHEM-201' }, priority: 'medium', private: false };
      const raised = raiseCase(
        { id: newId(at), reference, input: given as never, by: adviser, at, newId: () => newId(at) },
        definition,
      );
      tasks = raised.events.flatMap(({ after }) => (after.task as Task | undefined) ?? []);
      return write(raised, at);
    },
    claimed: (record) => {
      const at = pass(1_000);
      return write(claimCase(record as Case, { user: adviser.id, at }, definition), at);
    },
    'a note': (record) => {
      const at = pass(1_000);
      const note = { id: newId(at), text: text(20), public: false, by: adviser, at };
      return write(addNoteToCase(record as Case, note, definition), at);
    },
    closed: (record) => {
      const at = pass(1_000);
      const reason = definition.type.closureReasons[0]?.key;
      return write(closeCase({ record: record as Case, tasks, definition }, { reason, by: adviser, at }), at);
    },
  };
  let tasks: Task[] = [];
  return steps;
};

export const sum = (units: ReadonlyMap<string, number>): number =>
  [...units.values()].reduce((all, one) => all + one, 0);
const add = (to: Map<string, number>, units: ReadonlyMap<string, number>): void => {
  for (const [of, one] of units) to.set(of, (to.get(of) ?? 0) + one);
};

const figuresOf = (commands: number, kept: ReadonlyMap<string, number>, lives: number): Record<string, Figure> => ({
  'its own write units': { value: commands / lives },
  ...Object.fromEntries([...kept].map(([of, units]) => [of, { value: units / lives }])),
  'what they add': { value: (100 * sum(kept)) / commands, unit: '%' },
});

export const eventOf = (Records: DynamoDBRecord[]): DynamoDBStreamEvent => ({ Records });

const measureLives = async (lives: number): Promise<Row[]> => {
  const around = await followed();
  const { commands, kept, waiting, handler } = around;
  const steps = await livesOn(around);
  const own = new Map<string, number>();
  const added = new Map<string, Map<string, number>>();
  for (let life = 0; life < lives; life++) {
    let record: Case | undefined;
    for (const [name, step] of Object.entries(steps)) {
      kept.taken();
      commands.taken();
      record = await step(record);
      own.set(name, (own.get(name) ?? 0) + sum(commands.taken()));
      kept.taken();
      const { batchItemFailures } = await handler(eventOf(waiting.splice(0)), {} as never);
      if (batchItemFailures.length > 0) throw new Error('A change was not projected');
      const units = added.get(name) ?? new Map<string, number>();
      add(units, kept.taken());
      added.set(name, units);
    }
  }
  // Who folds pays for all that was written before.
  const [parts, folds] = ['search', 'folds'].map((of) =>
    [...added.values()].reduce((all, units) => all + (units.get(of) ?? 0), 0),
  ) as [number, number];
  for (const units of added.values()) units.set('folds', (folds * (units.get('search') ?? 0)) / parts);
  const rows = Object.keys(steps).map((name): Row => {
    const figures = figuresOf(own.get(name) ?? 0, added.get(name) ?? new Map(), lives);
    return { name, figures };
  });
  const whole = new Map<string, number>();
  for (const units of added.values()) add(whole, units);
  return [...rows, { name: 'all of it', figures: figuresOf(sum(own), whole, lives) }];
};

export const measureKeeping = async (lives: number): Promise<Section> => {
  const rows = await measureLives(lives);
  const [raised] = rows;
  if (raised?.figures['what they add']) raised.figures['what they add'].aim = 40;
  return {
    title: 'What finding and seeing add to the life of a case',
    note: `Write units of ${lives} cases of forty words, each change handed over by itself; double in a transaction, once in an index. What folds cost is spread over all that was written.`,
    rows,
  };
};
