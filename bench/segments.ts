import { by, crowd, type Institution, institution } from '#bench/crowd.ts';
import { type DelayedServices, delayedServices } from '#bench/delayed-services.ts';
import { meterFunctions } from '#bench/own-processor.ts';
import type { Figure, Row, Section } from '#bench/report.ts';
import { measureSignals } from '#bench/signals.ts';
import { refillChanged } from '#functions/segments/fill.ts';
import { segmentState } from '#functions/segments/states.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { type Configuration, putConfiguration } from '#shared/core/definitions/configuration.ts';
import { byHand, type DomainEvent } from '#shared/core/events/event.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import type { House } from '#test/house/house.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

// Segments, enrolments and signals by the ten thousand, each whole product in this process.

const month = 30 * 24 * 60 * 60 * 1000;
const label = (value: string): Condition => ({ field: 'contact.labels', op: 'contains', value });

const put = async ({ admin }: Pick<Institution, 'admin'>, path: string, body: object): Promise<void> => {
  const { status, headers } = await admin.send('GET', path);
  const match: Record<string, string> = status === 200 ? { 'if-match': headers.get('etag') ?? '' } : {};
  const answer = await admin.send('PUT', path, { body, headers: match });
  if (answer.status >= 300) throw new Error(`PUT ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
};

/** A table with the sample institution and a crowd, which no consumer hears; and services on it. */
const crowdedTable = async (count: number) => {
  const { house } = await institution();
  const memory = new MemoryDynamoDb(house.dynamodb);
  const madeAt = house.time.now();
  memory.place([...crowd(count, madeAt)]);
  return { memory, madeAt, ...delayedServices(memory, madeAt + 1) };
};

/** Saves a segment and fills it. */
const fillSegment = async ({ services, doneBy }: DelayedServices, condition: Condition): Promise<void> => {
  const id = 'segments/bench';
  const before = (await services.table.get(recordKey({ kind: 'configuration', id })))?.record as
    | Configuration
    | undefined;
  const at = services.now();
  const nextVersion = (before?.version ?? 0) + 1;
  const value = { name: 'Bench', condition, enabled: true };
  const decision = putConfiguration(before, { kind: 'segments', key: 'bench', value, by, at, nextVersion });
  await services.commit({ actor: by, at, cause: byHand }, [decision]);
  await services.definitions.refresh();
  await refillChanged(services);
  for (let isFilled = false; !isFilled; ) {
    await doneBy(services.now() + 1_000);
    const state = await segmentState(services, 'bench');
    isFilled = state?.live !== undefined && !state.building && !state.settling;
  }
};

/** Every crossing that was said, by contact. */
const crossingsIn = (events: readonly DomainEvent[]) => Map.groupBy(events, ({ contactId }) => contactId ?? '');

const seconds = (from: number): Figure => ({ value: (performance.now() - from) / 1000, unit: 's' });

const measureFilling = async (count: number): Promise<Row[]> => {
  const crowded = await crowdedTable(count);
  const { services } = crowded;
  const rows: Row[] = [];
  const fill = async (name: string, condition: Condition): Promise<void> => {
    const { cost } = services.table;
    const before = { ...cost };
    const from = performance.now();
    const spent = process.cpuUsage();
    await fillSegment(crowded, condition);
    const { user, system } = process.cpuUsage(spent);
    rows.push({
      name: `${name}: ${count.toLocaleString('en')} contacts`,
      figures: {
        all: { ...seconds(from), aim: 300 },
        'processor a contact': { value: (user + system) / 1000 / count, unit: 'ms' },
        'read units': { value: (cost.reads - before.reads) / count },
        'write units': { value: (cost.writes - before.writes) / count },
      },
    });
  };
  await fill('filled first', { all: [label('a'), { none: 'cases' }] });
  await fill('filled anew', { all: [label('b'), { none: 'cases' }] });
  return rows;
};

const measureCrossings = async (count: number): Promise<Row[]> => {
  const crowded = await crowdedTable(count);
  const { memory, madeAt, services, doneBy, leap } = crowded;
  const said: DomainEvent[] = [];
  memory.onChange((changes) => {
    for (const { after } of changes) {
      const event = after?.event?.M;
      if (event?.type?.S === 'Segment Left' || event?.type?.S === 'Segment Joined')
        said.push({ type: event.type.S, occurredAt: event.occurredAt?.S, contactId: event.contactId?.S } as never);
    }
  });
  await fillSegment(crowded, { field: 'contact.createdAt', op: 'within', value: { ago: 'P30D' } });
  const instant = madeAt + month;
  leap(instant - 3_000 - services.now());
  await doneBy(instant + 60_000);
  const theirs = said.filter(({ contactId }) => contactId?.startsWith('C'));
  const left = crossingsIn(theirs);
  const late = theirs.map(({ occurredAt }) => epoch(occurredAt) - instant);
  return [
    {
      name: `${count.toLocaleString('en')} crossings of one instant`,
      figures: {
        left: { value: left.size },
        'missing or twice': { value: Math.abs(count - left.size) + (theirs.length - left.size), aim: 0 },
        early: { value: late.filter((one) => one < 0).length, aim: 0 },
        'latest by': { value: Math.max(...late) / 1000, unit: 's', aim: 60 },
      },
    },
  ];
};

/** Cases that are all raised for one contact, who has one more each time. */
const measureOneContact = async (count: number): Promise<Row[]> => {
  const { house, local, admin } = await institution();
  const spent = meterFunctions(house);
  const rows: Row[] = [];
  for (let half = 1; half <= 2; half++) {
    const before = { ...spent.get('segments') };
    for (let number = 0; number < count / 2; number++)
      await admin.post('/v1/cases', { type: 'academic-concern', subject: `Number ${number}`, contactId: 'S101' });
    await local.idle();
    const { milliseconds = 0 } = spent.get('segments') ?? {};
    rows.push({
      name: `segments, a case of one contact: from the ${(((half - 1) * count) / 2).toLocaleString('en')}th on`,
      figures: { own: { value: (milliseconds - (before.milliseconds ?? 0)) / (count / 2), unit: 'ms' } },
    });
  }
  return rows;
};

const enrolled = (house: House): Item[] =>
  house.dynamodb.everything().filter(({ pk, sk }) => pk.startsWith('ENROLMENT#') && sk === 'enrolment');

const measureEnrolments = async (count: number): Promise<Row[]> => {
  const around = await institution();
  const { house, local, admin } = around;
  await put(around, '/v1/segments/bench', { name: 'Bench', condition: label('nobody') });
  await local.idle();
  await admin.post('/v1/workflows', {
    title: 'Bench',
    trigger: { event: 'segment-joined', segment: 'bench' },
    steps: [
      { do: 'add-label', label: 'enrolled' },
      { do: 'wait', for: 'P1D' },
      { do: 'add-label', label: 'through' },
    ],
  });
  await local.idle();
  house.dynamodb.place([...crowd(count, house.time.now())]);
  await local.faults({
    fail: [
      { function: 'automation', rate: 0.1 },
      { function: 'wake', rate: 0.1 },
      { function: 'segments', rate: 0.1 },
    ],
    seed: 5,
  });
  const from = performance.now();
  await put(around, '/v1/segments/bench', { name: 'Bench', condition: { any: [label('a'), label('b')] } });
  await local.idle();
  await local.advance('PT30M');
  await local.idle();
  const took = seconds(from);
  const all = enrolled(house);
  const people = new Set(all.map((item) => String((item.enrolment as { contactId: string }).contactId)));
  return [
    {
      name: `${count.toLocaleString('en')} enrolled by one segment, every tenth process killed`,
      figures: {
        all: took,
        enrolments: { value: all.length },
        'missing or twice': { value: Math.abs(count - people.size) + (all.length - people.size), aim: 0 },
      },
    },
  ];
};

/** Segments, enrolments and signals at the size of a large institution, or at a part of it. */
export const measureSegments = async (part: number): Promise<Section> => ({
  title: 'Segments, enrolments and signals by the ten thousand',
  note: 'In this process: a table in memory, which answers fillings and crossings after 4 ms to a read and 12 to a write.',
  rows: [
    ...(await measureFilling(100_000 * part)),
    ...(await measureCrossings(10_000 * part)),
    ...(await measureOneContact(1_000 * part)),
    ...(await measureSignals(10_000 * part)),
    ...(await measureEnrolments(10_000 * part)),
  ],
});
