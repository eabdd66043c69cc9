import { adviserId, type BenchStack } from '#bench/bench-stack.ts';
import { batchWriter } from '#bench/load-cases.ts';
import type { Section } from '#bench/report.ts';
import { clientOf, type Request } from '#bench/requests.ts';
import { compareInTurn } from '#bench/scale.ts';
import { layouts } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import { byHand } from '#shared/core/events/event.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { commit } from '#shared/core/table/commit.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// What issue 3 asks for: a case with so many events opens as fast as one with ten, and one case
// takes thirty writes a second.
const littleHistory = 10;
const muchHistory = 10_000;
const mostMillisecondsAWrite = 33;
const writersAtOnce = 8;

/** Adds notes to a case until it has so many events, by the product's own command and layout. */
const lengthen = async (stack: BenchStack, record: Case, events: number): Promise<void> => {
  const definition = await definitionOf(stack.definitions, record);
  const writer = batchWriter(stack);
  const { memory, table } = memoryTable([{ ...recordKey({ kind: 'case', id: record.id }), record }]);
  const newId = ulids();
  const by = { kind: 'user', id: adviserId } as const;
  let current = record;
  for (let index = record.version; index < events; index++) {
    const at = Date.parse(record.createdAt) + index;
    const added = addNoteToCase(current, { id: newId(at), text: `Note ${index}`, public: false, by, at }, definition);
    await commit({ table, layouts, newId }, { actor: by, at, cause: byHand }, [added as never]);
    current = added.after;
  }
  await writer.put(memory.everything());
  await writer.done();
};

/** Those that an adviser works on. */
const concernsOf = (cases: Case[]): Case[] =>
  cases.filter(({ type, closedAt }) => type === 'academic-concern' && closedAt === undefined);

const readsOf = ({ id }: Case): Request[] => [
  { name: 'get case', who: 'admin', of: () => ({ method: 'GET', path: `/v1/cases/${id}` }) },
  { name: 'history', who: 'admin', of: () => ({ method: 'GET', path: `/v1/cases/${id}/history?limit=5` }) },
  { name: 'notes', who: 'admin', of: () => ({ method: 'GET', path: `/v1/cases/${id}/notes?limit=5` }) },
];

/** A case with a long history beside one with a short one. @param times how often each is asked */
export const measureLongCase = async (stack: BenchStack, cases: Case[], times: number): Promise<Section> => {
  const [short, long] = concernsOf(cases) as [Case, Case];
  await lengthen(stack, short, littleHistory);
  await lengthen(stack, long, muchHistory);
  const others = readsOf(long);
  const pairs = readsOf(short).map((request, index) => ({
    name: request.name,
    little: { label: `${littleHistory} events`, stack, request },
    much: { label: `${muchHistory.toLocaleString('en')} events`, stack, request: others[index] as Request },
  }));
  return {
    title: `A case of ${muchHistory.toLocaleString('en')} events`,
    note: `The same requests in turn for two cases of one stack, ${times} each over one connection.`,
    // Opening it is what has an aim; pages of what lies below it stand beside that.
    rows: await compareInTurn(pairs, times, (name) => name === 'get case'),
  };
};

/** Many at once who write to one case. @param seconds for how long */
export const measureBusyCase = async (stack: BenchStack, cases: Case[], seconds: number): Promise<Section> => {
  const busy = concernsOf(cases).at(-1) as Case;
  const client = clientOf(stack, { who: 'adviser' });
  const started = performance.now();
  const statuses: number[] = [];
  const writer = async () => {
    while (performance.now() - started < seconds * 1000) {
      const body = { text: 'Called, no answer.', public: false };
      statuses.push((await client.send('POST', `/v1/cases/${busy.id}/notes`, { body })).status);
    }
  };
  await Promise.all(Array.from({ length: writersAtOnce }, writer));
  const written = statuses.filter((status) => status === 201).length;
  return {
    title: 'A busy case',
    note: `${writersAtOnce} people write notes to one case for ${seconds} s, each the next when the last was answered. Each note is a version of the case.`,
    rows: [
      {
        name: 'add a note',
        figures: {
          written: { value: written / seconds, unit: '/s' },
          'time a write': { value: (seconds * 1000) / written, unit: 'ms', aim: mostMillisecondsAWrite },
          'not written': { value: statuses.length - written, aim: 0 },
        },
      },
    ],
  };
};
