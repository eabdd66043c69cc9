import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { conditionOnRows, type ListRow, type RowKind } from '#functions/lists/condition-on-rows.ts';
import { findRows } from '#functions/lists/find-rows.ts';
import { type Services, servicesOn } from '#functions/services.ts';
import { type Person, personOf } from '#shared/access/person.ts';
import { conditionRegistry } from '#shared/configuration/check.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { ulids } from '#shared/core/records/ids.ts';
import type { Drill } from '#shared/insight/rollups/drill.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { people, type Role } from '#test/house/institution.ts';
import { here } from './world.ts';

// What figures say, beside what is there: of the rows that the list engine shows a caller, those
// that a drill lists are counted.

interface SeenFigure {
  path: string;
  count: number;
  drill: Drill;
}

/** Every figure of an answer, with where it stands. */
export const figuresIn = (answer: unknown, path = ''): SeenFigure[] => {
  if (typeof answer !== 'object' || answer === null) return [];
  const { count, drill } = answer as Partial<SeenFigure>;
  const self = typeof count === 'number' && drill ? [{ path, count, drill }] : [];
  const inside = Object.entries(answer).filter(([name]) => name !== 'drill');
  return [...self, ...inside.flatMap(([name, value]) => figuresIn(value, `${path}/${name}`))];
};

/** Services over the table of the test's institution. */
const servicesHere = async (): Promise<Services> => {
  const now = Date.parse(await here().local.now());
  const services = servicesOn(
    { table: here().table, now: () => now, newId: ulids(), random: (bytes) => randomBytes(bytes) },
    { reportingDays: () => reportingDays('America/New_York') },
  );
  await services.definitions.refresh();
  return services;
};

export const personIn = (role: Role): Person => {
  const { sub, groups } = people[role];
  return personOf({ sub, groups }, (group) => group !== 'students');
};

type Rows = readonly ListRow[];

/** All rows that the list engine shows a caller. */
const visibleRows = async (services: Services, kind: RowKind, caller: Person): Promise<Rows> => {
  const rows: ListRow[] = [];
  for (let position: string | undefined; ; ) {
    const asked = { kind, caller, at: services.now(), sort: '-createdAt', limit: 200, position };
    const page = await findRows(services, asked);
    rows.push(...page.items);
    if (page.next === undefined) return rows;
    position = page.next;
  }
};

/** How many of the rows that a caller sees a drill lists, as lists ask a condition. */
const rowsOf = async (services: Services, caller: Person, { drill, rows }: { drill: Drill; rows: Rows }) => {
  const faults = checkCondition(drill.condition, await conditionRegistry(services.definitions), '');
  expect(faults, JSON.stringify(drill.condition)).toEqual([]);
  const kind = drill.for === 'cases' ? 'case' : 'alert';
  const asked = await conditionOnRows(services, { kind, condition: drill.condition, caller, at: services.now() });
  await asked.beforehand(rows);
  return rows.filter(asked.holdsFor).length;
};

const reports = ['overview', 'funnel', 'workload', 'targets', 'outcomes'] as const;

/** Every report, and some trends, of a period as somebody sees them. */
const everyReport = async (role: Role, query: string): Promise<[string, unknown][]> => {
  // The token of the institution may have run out as time passed.
  const by = await here().local.as({ ...people[role] });
  const byPersons = query.includes('by=');
  const trends = query.includes('compare') || byPersons ? [] : ['cases.closed', 'alerts.open', 'cases.byPriority.high'];
  const paths = [
    ...reports
      .filter((name) => !byPersons || (name !== 'workload' && name !== 'targets'))
      .map((name) => `/v1/insight/${name}?${query}`),
    ...trends.map((metric) => `/v1/insight/trend?${query}&interval=week&metric=${metric}`),
  ];
  return Promise.all(paths.map(async (path) => [path, await by.get(path)] as [string, unknown]));
};

/** Every figure of every report has as many rows behind it. @returns how many were looked at */
export const expectFiguresToBeTrue = async (role: Role, query: string): Promise<number> => {
  const services = await servicesHere();
  const caller = personIn(role);
  const known = new Map<string, number>();
  const visible = {
    cases: await visibleRows(services, 'case', caller),
    alerts: await visibleRows(services, 'alert', caller),
  };
  let looked = 0;
  for (const [path, answer] of await everyReport(role, query))
    for (const { path: at, count, drill } of figuresIn(answer)) {
      const name = JSON.stringify(drill);
      const rows = known.get(name) ?? (await rowsOf(services, caller, { drill, rows: visible[drill.for] }));
      known.set(name, rows);
      expect(count, `${role}: ${path} ${at} ${name}`).toBe(rows);
      looked++;
    }
  return looked;
};
