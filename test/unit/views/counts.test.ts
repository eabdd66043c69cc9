import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sightOf } from '#functions/segments/sight.ts';
import { servicesOn } from '#functions/services.ts';
import { countProjection } from '#functions/views/count-projection.ts';
import { takeCountedCrossings } from '#functions/views/counted-crossings.ts';
import { countAllViews } from '#functions/views/counts.ts';
import { questionWrites, wakeQuestion } from '#functions/views/fill-question.ts';
import { rebuildViews } from '#functions/views/rebuild-views.ts';
import type { Person } from '#shared/access/person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { holds } from '#shared/core/conditions/evaluate.ts';
import { putConfiguration } from '#shared/core/definitions/configuration.ts';
import { byHand } from '#shared/core/events/event.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import { valuesOf, type WireValues } from '#shared/core/table/attributes.ts';
import type { Decision, Item } from '#shared/core/table/decision.ts';
import { Table } from '#shared/core/table/table.ts';
import { everyTallyShard, viewEntryKey } from '#shared/core/table/view-keys.ts';
import type { Change } from '#shared/insight/change.ts';
import { builtInViews } from '#shared/insight/views/built-in.ts';
import { type ViewedRecord, viewedKinds } from '#shared/insight/views/cell.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';
import { alertDefinition, alertThatIs } from '../alerts/sample-alerts.ts';
import { caseDefinition, noon, openCase } from '../cases/sample-cases.ts';

// Records live at random: whatever the counts are kept from comes twice, late and in any order, and
// each caller is told exactly what they would find by looking at every record there is.

const hour = 60 * 60 * 1000;
const people = ['p1', 'p2', 'p3'] as const;
const teams = ['g1', 'g2', 'g3'] as const;

const groupsOfType = { managers: ['g1'], reassignment: ['g2'] };
const taskTypes = [
  { key: 'ring', name: 'Ring', groups: ['g3'] },
  { key: 'write', name: 'Write' },
];
const types = {
  'case-types': { open: { groups: groupsOfType, taskTypes }, closed: { groups: { managers: ['nobody'] }, taskTypes } },
  'alert-types': { open: { groups: { reviewers: ['g1'] } }, closed: { groups: { reviewers: ['nobody'] } } },
};

const pinned: { key: string; kind: 'case' | 'alert'; condition: Condition }[] = [
  { key: 'high', kind: 'case', condition: { field: 'case.priority', op: 'is', value: 'high' } },
  { key: 'fresh', kind: 'case', condition: { field: 'case.createdAt', op: 'within', value: { ago: 'PT5H' } } },
  { key: 'done', kind: 'alert', condition: { field: 'alert.category', op: 'is', value: 'closed' } },
];

const world = async () => {
  const memory = new MemoryDynamoDb();
  const changes: Change[] = [];
  const itemOf = (image: object | undefined) => image && (valuesOf(image as WireValues) as Item);
  let now = noon;
  const servicesFor = (dynamodb: MemoryDynamoDb) =>
    servicesOn(
      { table: new Table(dynamodb, 'memory'), now: () => now, newId: ulids(), random: (bytes) => randomBytes(bytes) },
      { wakeUps: () => ({ horizonFrom: (from) => from + hour, start: async () => undefined }) },
    );
  const services = servicesFor(memory);
  const commit = (decisions: Decision[], extra: Parameters<typeof services.commit>[2] = []) =>
    services.commit({ actor: { kind: 'user', id: 'ada' }, at: now, cause: byHand }, decisions, extra);
  const by = { kind: 'user', id: 'ada' } as const;
  for (const [key, members] of Object.entries(types['case-types'])) {
    const value = caseDefinition(members).type as never;
    await commit([putConfiguration(undefined, { kind: 'case-types', key, value, by, at: now, nextVersion: 1 })]);
  }
  for (const [key, members] of Object.entries(types['alert-types'])) {
    const value = alertDefinition(members).type as never;
    await commit([putConfiguration(undefined, { kind: 'alert-types', key, value, by, at: now, nextVersion: 1 })]);
  }
  memory.onChange((written) =>
    changes.push(
      ...written.map(({ keys, before, after }): Change => {
        const [was, is] = [itemOf(before), itemOf(after)];
        return {
          key: valuesOf(keys as WireValues) as unknown as Change['key'],
          ...(was && { before: was }),
          ...(is && { after: is }),
        };
      }),
    ),
  );
  const advance = (ms: number): void => {
    now += ms;
  };
  return { memory, services, servicesFor, changes, commit, advance };
};

const owner = fc.constantFrom(undefined, ...people.map((user) => ({ user })), ...teams.map((group) => ({ group })));
const due = fc.option(fc.integer({ min: -3, max: 60 }), { nil: undefined });
const common = {
  type: fc.constantFrom('open', 'closed'),
  private: fc.boolean(),
  owner,
  due,
  createdBy: fc.constantFrom(...people),
};
const aCase = fc.record({
  kind: fc.constant('case' as const),
  ...common,
  priority: fc.constantFrom('high', 'low'),
  status: fc.constantFrom('to-do', 'in-progress', 'resolved'),
  trashed: fc.integer({ min: 0, max: 5 }),
  locks: fc.subarray([...people], { maxLength: 1 }),
  followers: fc.subarray([...people], { maxLength: 1 }),
  helper: owner,
  taskTypes: fc.subarray(['ring', 'write']),
});
const anAlert = fc.record({
  kind: fc.constant('alert' as const),
  ...common,
  status: fc.constantFrom('triage' as const, 'in-progress' as const, 'resolved' as const),
});
const step = fc.record({
  record: fc.integer({ min: 0, max: 7 }),
  as: fc.oneof({ weight: 3, arbitrary: aCase }, anAlert),
  /** How much time passes before, in hours. */
  after: fc.constantFrom(0, 0, 1, 24),
  /** Whether what is kept from changes runs now, and what it is given again. */
  takes: fc.boolean(),
  again: fc.integer({ min: 0, max: 20 }),
  sweeps: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const recordFrom = ({ as, record }: Step, at: number): ViewedRecord => {
  const { owner: whose, due: dueIn, createdBy: user, type, private: isPrivate } = as;
  const dueAt = dueIn === undefined ? undefined : iso(at + dueIn * hour);
  const base = {
    id: `01KAG0000000000000000${as.kind === 'case' ? 'CASE' : 'ALRT'}${record}`,
    type,
    private: isPrivate,
    createdBy: { kind: 'user' as const, id: user },
    dueAt,
  };
  if (as.kind === 'alert') return alertThatIs(as.status, { ...base, reviewer: whose });
  return openCase({
    ...base,
    reference: `7K3F-92QX-${record}`,
    clocks: [],
    assignee: whose,
    priority: as.priority,
    status: { key: as.status, category: as.status },
    trashedAt: as.trashed === 0 ? iso(at) : undefined,
    locks: as.locks,
    subscriptions: as.followers.map((id) => ({ id })) as Case['subscriptions'],
    helpers: { owners: as.helper ? [as.helper] : [], taskTypes: as.taskTypes },
  });
};

const caller = fc.record({
  id: fc.constantFrom(...people),
  groups: fc.subarray([...teams]),
  isAdmin: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  seesAll: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  isStaff: fc.constant(true),
});

const isKept = ({ pk }: Item): boolean => pk.startsWith('VIEWED#') || pk.startsWith('TALLY#');
const isOfNothing = ({ cells }: Item): boolean => cells !== undefined && Object.keys(cells as object).length === 0;
const keptIn = (memory: MemoryDynamoDb): Item[] =>
  memory
    .everything()
    .filter((item) => isKept(item) && !isOfNothing(item))
    .sort((one, other) => (`${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1));

test('[FN-5] a view has as many rows as its caller would find among all records, whoever asks', async () => {
  let counted = 0;
  const life = async (steps: Step[], callers: Person[]) => {
    const { memory, services, servicesFor, changes, commit, advance } = await world();
    for (const { key, kind, condition } of pinned) {
      const question = { id: key, kind, condition };
      const view = { key, name: key, for: `${kind}s`, condition, question: key, pinned: true, shared: [] };
      await commit([], questionWrites({ begun: question }, services.now()));
      await services.table.put({ ...viewEntryKey('everybody', key), view });
      for (const person of people) await services.table.put({ ...viewEntryKey({ user: person }, key), view });
      const at = iso(services.now());
      const wakeUp = { kind: 'question' as const, id: `fill-${key}`, generation: 1, at };
      for (let more = true; more; ) ({ again: more } = await wakeQuestion(services, wakeUp, Number.MAX_SAFE_INTEGER));
    }
    await services.definitions.refresh();
    const projection = countProjection(services);
    const records = new Map<string, ViewedRecord>();
    const taken: Change[] = [];
    const take = async (again: number) => {
      const waiting = changes.splice(0).filter(projection.wants);
      const old = taken.length === 0 ? [] : [taken[again % taken.length] as Change];
      taken.push(...waiting);
      await projection.take([...old, ...waiting]);
    };
    for (const one of steps) {
      advance(one.after * hour);
      const made = recordFrom(one, services.now());
      const before = records.get(made.id);
      const after = {
        ...made,
        createdAt: before?.createdAt ?? iso(services.now()),
        version: (before?.version ?? 0) + 1,
      };
      const event = { type: 'Case Updated', changed: [], before: {}, after: {} } as never;
      await commit([{ kind: one.as.kind, before, after, events: [event] }]);
      records.set(after.id, after);
      if (one.takes) await take(one.again);
      if (one.sweeps) for (const shard of everyTallyShard) await takeCountedCrossings(services, one.as.kind, shard);
    }
    await take(0);
    advance(hour);
    for (const person of callers) {
      const sight = await sightOf(services, person);
      for (const kind of viewedKinds) {
        const sees = (record: ViewedRecord) =>
          (record.id.includes('CASE') ? kind === 'case' : kind === 'alert') &&
          !(record as Case).trashedAt &&
          (kind === 'case' ? sight.case(record as never) : sight.alert(record as never));
        const at = services.now();
        const saved = pinned.filter((view) => view.kind === kind);
        const wanted = [...builtInViews(kind, person), ...saved].map(({ key, condition }) => ({
          key,
          count: [...records.values()].filter((record) => sees(record) && holds(condition, { [kind]: record }, at))
            .length,
        }));
        const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);
        const found = await countAllViews(services, { caller: person, kind, at });
        expect(found.sort(byKey)).toEqual(wanted.sort(byKey));
        counted += wanted.filter(({ count }) => count > 0).length;
      }
    }
    // Made anew from the records alone, it is the same to the byte.
    await rebuildViews(services);
    const anew = new MemoryDynamoDb();
    anew.place(memory.everything().filter((item) => !isKept(item)));
    await rebuildViews(servicesFor(anew));
    expect(keptIn(anew)).toEqual(keptIn(memory));
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 16 }),
      fc.array(caller, { minLength: 2, maxLength: 4 }),
      life,
    ),
    { numRuns: 25 },
  );
  expect(counted).toBeGreaterThan(50);
});
