import { faultsOfSaving, faultsOfSound } from '#functions/api/config/faults.ts';
import { withHolidays } from '#functions/api/config/holidays.ts';
import { answerConfiguration, firstVersion, kept } from '#functions/api/config/kept.ts';
import {
  isTypeKind,
  planMove,
  recordKindOf,
  refuseStranding,
  strandedFaults,
  type TypeKind,
} from '#functions/api/config/open-records.ts';
import { partsOfKinds } from '#functions/api/config/parts-of-kinds.ts';
import { pageOfVersions } from '#functions/api/config/versions.ts';
import { pageOf, pageOfShortList } from '#functions/api/pages.ts';
import { type RouteHandler, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import type { Migration } from '#shared/casework/migration/migration.schema.ts';
import type { TypeParts } from '#shared/casework/migration/stranding.ts';
import { conditionRegistry, refuseFaults, usesOf } from '#shared/configuration/check.ts';
import { conditionFieldsRoute, routesByKind } from '#shared/configuration/configuration.routes.ts';
import type { Calendar } from '#shared/core/calendars/calendar.ts';
import type { HolidaySource } from '#shared/core/calendars/holiday-source.ts';
import { listFields } from '#shared/core/conditions/registry.ts';
import {
  type Configuration,
  type Configured,
  putConfiguration,
  removeConfiguration,
} from '#shared/core/definitions/configuration.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { inUse, Refusal } from '#shared/core/errors.ts';
import { requireVersion, requireVersionToPut } from '#shared/core/records/read.ts';
import { type ListPartition, partitionsOfKept, rangeOfPriority } from '#shared/core/table/list-keys.ts';
import type { Table } from '#shared/core/table/table.ts';

const pageOfConfigurations = <T extends { key: string }>(
  all: T[],
  after: string | undefined,
  limit: number,
): { items: T[]; next?: string } => {
  const rest = all.filter((one) => after === undefined || one.key > after);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rest.length > items.length && last && { next: last.key }) };
};

const isThereAny = async (table: Table, partitions: ListPartition[], range?: { from: string; to: string }) => {
  const pages = await Promise.all(partitions.map((one) => table.query({ ...one, ...range, limit: 1 })));
  return pages.some(({ items }) => items.length > 0);
};

/** @throws `in-use` (409) where a configuration refers to it, or a record, one in the trash too */
const requireUnused = async ({ definitions, table }: Services, kind: Kind, key: string): Promise<void> => {
  if (kind === 'priorities' && key === 'critical')
    throw new Refusal('in-use', 'The priority critical cannot be deleted');
  const uses = await usesOf(definitions, { kind, key });
  if (uses.length > 0) throw inUse(uses);
  if (kind === 'priorities') {
    // Lists by priority look for records by the priorities that there are.
    const partitions = (['case', 'alert'] as const).flatMap((one) => partitionsOfKept(one, 'everything', 'priority'));
    if (await isThereAny(table, partitions, rangeOfPriority(key)))
      throw new Refusal('in-use', 'There are records of this priority');
  }
  if (!isTypeKind(kind)) return;
  const list = recordKindOf[kind];
  if (await isThereAny(table, partitionsOfKept(list, { type: key })))
    throw new Refusal('in-use', `There are ${list}s of this type`);
};

interface NextVersion {
  kind: TypeKind;
  before: Configured<Kind>;
  after: Configuration;
  migrate: Migration | undefined;
}

/**
 * What becomes of the open records of a type with its next version: moved where a mapping says so,
 * else none may have what it takes away.
 */
const moveOrRefuse = async (services: Services, { kind, before, after, migrate }: NextVersion) => {
  const next = configured<TypeKind>(after);
  if (migrate) return planMove(services, { kind, next, migration: migrate });
  refuseStranding(
    await strandedFaults(services, { kind, before: before as Configured<TypeKind>, after: next.value as TypeParts }),
  );
  return undefined;
};

/** What comes with a configuration and is not kept with it. */
interface Beside {
  migrate?: Migration;
  holidaysFrom?: HolidaySource[];
}

const answered = async (services: Services, kind: Kind, record: Configuration) => ({
  ...answerConfiguration(record),
  ...(await partsOfKinds[kind]?.answer?.(services, record)),
});

const handlersOf = ({ kind, list, get, put, remove, versions }: (typeof routesByKind)[number]): RouteHandler[] => [
  // GET /v1/{kind}
  routeHandler(list, async (services, { query, caller }) => {
    const all = [...(await services.definitions.all(kind)).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    const body = await pageOf(services, { query, caller }, kind, async ({ limit, after }) => {
      const { items, next } = pageOfConfigurations(all, after, limit);
      return { items: await Promise.all(items.map((one) => answered(services, kind, one.record))), next };
    });
    return { body };
  }),
  // GET /v1/{kind}/{key}
  routeHandler(get, async (services, { path, caller }) => {
    const found = await services.definitions.one(kind, path.key);
    if (!found) throw new Refusal('not-found');
    const more = await partsOfKinds[kind]?.answerOne?.(services, path.key, caller);
    return { body: { ...(await answered(services, kind, found.record)), ...more }, version: found.version };
  }),
  // PUT /v1/{kind}/{key}
  routeHandler(
    put,
    async (services, { path, body, caller, ifMatch, now }) => {
      const found = await services.definitions.one(kind, path.key);
      const current = kept(found);
      // Putting one in the place of what is only shipped overwrites nobody's work.
      if (found && !current) requireVersion(found.record, ifMatch);
      else requireVersionToPut(current, ifMatch);
      const { migrate, holidaysFrom, ...given } = body as Record<string, unknown> & Beside;
      const filled = holidaysFrom && (await withHolidays(given as unknown as Calendar, holidaysFrom, now));
      const value = filled?.calendar ?? given;
      const { key } = path;
      refuseFaults(await faultsOfSaving(services, { kind, key, value: value as ValueOf<typeof kind> }));
      const nextVersion = current ? current.version + 1 : await firstVersion(services, `${kind}/${key}`);
      const command = {
        kind,
        key,
        value,
        by: actorOf(caller),
        at: now,
        nextVersion,
      };
      const decision = putConfiguration(current, command);
      const parts = partsOfKinds[kind];
      const made = current ? undefined : parts?.make?.(services, decision.after);
      const afterwards =
        found && current && isTypeKind(kind)
          ? await moveOrRefuse(services, { kind, before: found, after: decision.after, migrate })
          : undefined;
      const warnings = (await parts?.warnings?.(services, decision.after)) ?? [];
      return {
        ...(afterwards && { afterwards }),
        ...(made && { writes: made.writes }),
        decisions: [decision],
        status: current ? 200 : 201,
        body: {
          ...answerConfiguration(decision.after),
          ...(made?.answer ?? (await parts?.answer?.(services, decision.after))),
          ...(filled && { holidaysTaken: filled.taken }),
          ...(warnings.length > 0 && { warnings }),
        },
        version: decision.after.version,
      };
    },
    faultsOfSound(kind),
  ),
  // DELETE /v1/{kind}/{key}
  routeHandler(remove, async (services, { path, ifMatch, now }) => {
    const current = kept(await services.definitions.one(kind, path.key));
    if (!current) throw new Refusal('not-found');
    requireVersion(current, ifMatch);
    await requireUnused(services, kind, path.key);
    const writes = partsOfKinds[kind]?.remove?.(path.key) ?? [];
    return { decisions: [removeConfiguration(current, now)], writes, body: undefined };
  }),
  // GET /v1/{kind}/{key}/versions
  routeHandler(versions, async (services, request) => ({
    body: await pageOfVersions(services, request, { kind, key: request.path.key }),
  })),
];

export const configurationHandlers: RouteHandler[] = routesByKind.flatMap(handlersOf);

// GET /v1/conditions/fields
export const conditionFields = routeHandler(conditionFieldsRoute, async (services, request) => {
  const { items } = listFields(await conditionRegistry(services.definitions));
  const keyOf = ({ field }: { field: string }) => field;
  return { body: await pageOfShortList(services, request, { name: 'condition fields', items, keyOf }) };
});
