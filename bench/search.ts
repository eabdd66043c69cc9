import type { Section } from '#bench/report.ts';
import { seededRandom } from '#bench/seeded-random.ts';
import { someRank, wordOf } from '#bench/words.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { parseReference, referenceFrom } from '#shared/casework/cases/reference.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { ulidNamed } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import { Table } from '#shared/core/table/table.ts';
import { type CandidateSearch, candidates } from '#shared/insight/search/candidates.ts';
import { keepUpIndex } from '#shared/insight/search/fold.ts';
import { readQuery } from '#shared/insight/search/query.ts';
import { readRecentShard, recordPart, textItem, writeRecentText } from '#shared/insight/search/recent-text.ts';
import { participantTerm } from '#shared/insight/search/terms.ts';
import { termsOfCase, termsOfPerson } from '#shared/insight/search/text-of-records.ts';
import type { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// What the index of words costs, on a table in memory that counts units as DynamoDB does: units are
// exact, milliseconds are the index's own.

const kind = 'case';
/** When the first of them was made; each is five minutes later than the one before. */
export const began = Date.parse('2025-01-01T00:00:00Z');
const wordsACase = 40;
const page = 25;
const searchesBefore = 40;

/** A case of forty words, and what it is found by. */
export const madeCase = (index: number, random: () => number) => {
  const words = Array.from({ length: wordsACase }, () => wordOf(someRank(random)));
  // Half of all cases have this word.
  if (random() < 0.5) words.push('student');
  const reference = referenceFrom(Uint8Array.from({ length: 5 }, () => Math.floor(random() * 256)));
  const record = {
    id: ulidNamed(began + index * 300_000, String(index)),
    createdAt: iso(began + index * 300_000),
    type: `type-${index % 8}`,
    reference,
    subject: words.slice(0, 6).join(' '),
    description: words.slice(6).join(' '),
    tags: [],
    fields: {},
    clients: [],
  } as unknown as Case;
  const name = `${wordOf(someRank(random))} ${wordOf(someRank(random) * 7)}`;
  const contact = {
    id: `S${index % 25_000}`,
    name,
    email: `${name.replace(' ', '.')}@students.example.edu`,
    phone: `+1 212 ${5_550_000 + (index % 25_000)}`,
    attributes: {},
  } as unknown as Contact;
  return { record, terms: [...termsOfCase(record, []), ...termsOfPerson(contact), participantTerm('user:ben')] };
};

/** Writes so many cases into the index, which folds as often as it does where it is deployed. */
const fill = async (table: Table, count: number): Promise<void> => {
  const random = seededRandom(20261129);
  for (let index = 0; index < count; index++) {
    const { record, terms } = madeCase(index, random);
    const { id, createdAt, type } = record;
    const item = textItem(recordPart, { kind, id, createdAt, type, terms });
    // Of many the last alone are folded as often as they would be: what is read is about the same.
    const isMany = count > 10_000 && index < count - 10_000;
    if (isMany) await table.put(item);
    const folds =
      !isMany && (await writeRecentText(table, await readRecentShard(table, { kind, id, isNew: true }), item));
    const isTime = isMany ? index % 4_000 === 3_999 : folds;
    if (isTime) await keepUpIndex(table, { kind, now: began + index * 300_000 });
  }
};

export const searches = {
  'one word of half of them': 'student',
  'a rare word': wordOf(15_000),
  'two common words': `student ${wordOf(20)}`,
  // Many have all of these; of the next eight hardly any case has all.
  'the eight commonest words': `student ${[0, 1, 2, 3, 4, 5, 6].map(wordOf).join(' ')}`,
  'eight words, of which a quarter has each': [10, 11, 12, 13, 14, 15, 16, 17].map(wordOf).join(' '),
  'eight words': `student ${[3, 20, 100, 900, 4_000, 9_000].map(wordOf).join(' ')} ba`,
};

interface MeasuredSearch {
  text: string;
  narrowedTo?: CandidateSearch['narrowedTo'];
}

/** One page, as a function asks for it that has this table. */
export const measured = async (table: Table, { text, narrowedTo }: MeasuredSearch) => {
  const { query } = readQuery({ text }, parseReference);
  const before = { ...table.cost };
  const started = performance.now();
  let found = 0;
  for await (const _one of candidates(table, { kind, query, order: 'matches', narrowedTo })) if (++found > page) break;
  return {
    found,
    calls: table.cost.calls - before.calls,
    queries: table.cost.queries - before.queries,
    // And each record that is shown, half a unit a 4 KB.
    units: table.cost.reads - before.reads + Math.min(found, page) / 2,
    milliseconds: performance.now() - started,
  };
};

export const ofOneType = { types: ['type-1'], owners: ['user:ben', 'group:advisers'] };

/** A function that has answered others' searches, each of eight words by chance. */
const warmTable = async (memory: MemoryDynamoDb): Promise<Table> => {
  const table = new Table(memory, 'memory');
  const random = seededRandom(4);
  for (let time = 0; time < searchesBefore; time++) {
    const text = Array.from({ length: 8 }, () => wordOf(someRank(random))).join(' ');
    await measured(table, { text, ...(time % 2 && { narrowedTo: ofOneType }) });
  }
  return table;
};

export const measureSearch = async (counts: readonly number[]): Promise<Section> => {
  const rows: Section['rows'] = [];
  for (const count of counts) {
    const { memory, table } = memoryTable();
    await fill(table, count);
    const of = `${count.toLocaleString('en')} cases`;
    if (count <= 10_000)
      rows.push({
        name: `${of}: what each case adds`,
        figures: { 'write units': { value: Math.round((table.cost.writes / count) * 100) / 100 } },
      });
    const warm = await warmTable(memory);
    const told = async (name: string, search: MeasuredSearch) => {
      const first = await measured(new Table(memory, 'memory'), search);
      const { found, queries, units, milliseconds } = await measured(warm, search);
      const figures = {
        found: { value: found },
        Queries: { value: queries, aim: 60 },
        'read units': { value: units, aim: 36 },
        'as the first of a function': { value: first.units },
        ms: { value: milliseconds },
      };
      rows.push({ name: `${of}: ${name}`, figures });
    };
    for (const [name, text] of Object.entries(searches)) await told(name, { text });
    await told('eight words, for who sees one type in eight', { text: searches['eight words'], narrowedTo: ofOneType });
  }
  return {
    title: 'A search by words',
    note: `A page of 25 by the index, and its records, of a function that has answered ${searchesBefore} other searches. Cases of 40 words, a name, a mail address and a telephone number.`,
    rows,
  };
};
