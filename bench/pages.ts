import { adviserId } from '#bench/bench-stack.ts';
import { manyCases } from '#bench/many-cases.ts';
import type { Figure, Row, Section } from '#bench/report.ts';
import { serverTimingOf } from '#bench/server-timing.ts';
import { median } from '#bench/statistics.ts';
import { layouts, type Services } from '#functions/services.ts';
import { type Client, localControls } from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Documents, OperationName } from '#shared/core/table/dynamodb.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { cellsOfCase } from '#shared/insight/rollups/case-cells.ts';
import { type Cell, type Cells, nameOfCell } from '#shared/insight/rollups/cells.ts';
import { type Fresh, readProgress, settleSome } from '#shared/insight/rollups/fresh-cells.ts';
import { House } from '#test/house/house.ts';

// What pages of lists and reports read, over few cases and over many, each through its own route on
// a table in memory that counts units as DynamoDB does (test/conformance).

const year = 365 * 24 * 60 * 60 * 1000;
// So many are made by the product's own commands; the others are these at other instants.
const madeByCommands = 250;
const warmUps = 3;
const times = 7;

const unitsOfAList = 12;
const unitsOfAnOverview = 40;
const millisecondsOfAnOverview = 10;

const anyInstant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** A case again, at other instants and under another id. */
const shifted = (record: Case, number: number, ms: number): Case => {
  const text = JSON.stringify(record).replace(anyInstant, (instant) => iso(Date.parse(instant) + ms));
  const tail = number
    .toString(32)
    .toUpperCase()
    .padStart(6, '0')
    .replace(/[ILOU]/g, 'Z');
  return { ...(JSON.parse(text) as Case), id: `${record.id.slice(0, -6)}${tail}`, reference: `C-${number}` };
};

/** What lists hold of a case: they read the case itself only where it is large. */
const itemOf = (record: Case): Item => ({
  ...recordKey({ kind: 'case', id: record.id }),
  ...(layouts.case as { indexes(one: Case): Record<string, string> }).indexes(record),
});

/** Lets cells settle as the projection does, all of them at once. */
const settle = async (services: Services, cells: Cells): Promise<void> => {
  const { table, now } = services;
  const [empty] = (await readProgress(table, 'writing')).fresh;
  if (!empty) throw new Error('There is no place for fresh cells');
  for (let before: Fresh = { ...empty, cells }; before.cells.size > 0; )
    before = await settleSome(table, { generation: 0, before }, now());
};

/** A house with a year of cases, and the figures of them. */
const institution = async (count: number): Promise<House> => {
  const house = await House.open();
  const local = localControls(house.url, house.fetch);
  await loadSample(await local.as({ sub: 'ada', groups: ['admins'] }));
  await local.idle();
  const services = house.services('project');
  await services.definitions.refresh();
  const templates: Case[] = [];
  const until = house.time.now() - year / madeByCommands;
  for await (const { record } of manyCases(services.definitions, madeByCommands, until)) templates.push(record);
  const copies = count / madeByCommands;
  let number = 0;
  const cells = new Map<string, number>();
  const countCell = (cell: Cell) => cells.set(nameOfCell(cell), (cells.get(nameOfCell(cell)) ?? 0) + 1);
  for (const record of templates)
    for (let copy = 0; copy < copies; copy++) {
      const later = Math.floor((copy * year) / madeByCommands / copies);
      const one = shifted(record, number++, later);
      house.dynamodb.place([itemOf(one)]);
      for (const cell of cellsOfCase(one, () => [], services.reportingDays)) countCell(cell);
    }
  await settle(services, cells);
  // Whatever waits for the table is not the time of who waits.
  const { send } = house.dynamodb;
  house.dynamodb.send = (async (operation: OperationName, input: never) => {
    await new Promise((resolve) => setImmediate(resolve));
    return send(operation, input);
  }) as Documents['send'];
  return house;
};

interface AskedPage {
  name: string;
  path: string;
  who: 'admin' | 'adviser';
}

const orders = ['createdAt', 'updatedAt', 'dueAt', 'priority'];
const lists: readonly AskedPage[] = [
  { name: 'mine', path: 'assignee=me', who: 'adviser' },
  { name: 'of a team', path: 'group=advisers', who: 'adviser' },
  { name: 'of a type', path: 'type=academic-concern', who: 'adviser' },
  { name: 'all', path: '', who: 'admin' },
];

const measured = async (client: Client, path: string) => {
  const timings = [];
  for (let time = 0; time < warmUps + times; time++) {
    const { status, headers } = await client.send('GET', path);
    if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    if (time >= warmUps) timings.push(serverTimingOf(headers));
  }
  return {
    units: median(timings.map(({ reads }) => reads)),
    calls: median(timings.map(({ calls }) => calls)),
    own: median(timings.map(({ own }) => own)),
  };
};

/** The same column for each number of cases. */
const besides = async (
  clients: ReadonlyMap<number, Client>,
  measure: (client: Client) => Promise<Record<string, Figure>>,
): Promise<Row['figures']> => {
  const figures: Row['figures'] = {};
  for (const [count, client] of clients)
    for (const [name, figure] of Object.entries(await measure(client)))
      figures[`${name} at ${count.toLocaleString('en')}`] = figure;
  return figures;
};

/** @param counts numbers of cases */
export const measurePages = async (counts: readonly number[]): Promise<Section[]> => {
  const clients = { admin: new Map<number, Client>(), adviser: new Map<number, Client>() };
  let now = 0;
  for (const count of counts) {
    const house = await institution(count);
    const local = localControls(house.url, house.fetch);
    now = house.time.now();
    clients.admin.set(count, await local.as({ sub: 'ada', groups: ['admins'] }));
    clients.adviser.set(count, await local.as({ sub: adviserId, groups: ['advisers'] }));
  }
  const rows: Row[] = [];
  for (const { name, path, who } of lists)
    for (const sort of orders.flatMap((order) => [order, `-${order}`])) {
      const figures = await besides(clients[who], async (client) => {
        const { units } = await measured(client, `/v1/cases?limit=25&sort=${sort}&${path}`);
        return { 'read units': { value: units, aim: unitsOfAList } };
      });
      rows.push({ name: `${name}, ${sort}`, figures });
    }
  const [from, to] = [iso(now - year).slice(0, 10), iso(now).slice(0, 10)];
  const reports = ['overview', 'overview?compare=previous', 'funnel', 'workload', 'targets', 'outcomes'];
  const reported: Row[] = [];
  for (const name of reports) {
    const path = `/v1/insight/${name}${name.includes('?') ? '&' : '?'}from=${from}&to=${to}`;
    const isAimed = name === 'overview';
    const figures = await besides(clients.admin, async (client) => {
      const { units, calls, own } = await measured(client, path);
      return {
        calls: { value: calls },
        'read units': { value: units, ...(isAimed && { aim: unitsOfAnOverview }) },
        own: { value: own, unit: 'ms', ...(isAimed && { aim: millisecondsOfAnOverview }) },
      };
    });
    reported.push({ name, figures });
  }
  return [
    {
      title: 'A page of a list',
      note: 'Read units of a page of 25 with all that its request reads, in each order, by a warm function.',
      rows,
    },
    { title: 'Figures of a year', note: `Median of ${times} requests to a warm function.`, rows: reported },
  ];
};
