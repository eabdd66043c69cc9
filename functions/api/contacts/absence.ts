import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayKeepAbsences } from '#shared/access/policy.ts';
import {
  deleteAbsenceRoute,
  deleteMyAbsenceRoute,
  getAbsenceRoute,
  getMyAbsenceRoute,
  putAbsenceRoute,
  putMyAbsenceRoute,
} from '#shared/casework/assignment/absence.routes.ts';
import type { Absence } from '#shared/casework/assignment/absence.schema.ts';
import { keptAbsence, saidOf, substituteOf } from '#shared/casework/assignment/absence.ts';
import { type Availability, availabilityIn, availabilityWrite } from '#shared/casework/assignment/availability.ts';
import { membershipsOf } from '#shared/casework/assignment/roster.ts';
import { Refusal, unknownReference } from '#shared/core/errors.ts';
import { availabilityKey } from '#shared/core/table/casework-keys.ts';

export const availabilityOf = async ({ table }: Services, person: string): Promise<Availability | undefined> =>
  availabilityIn(await table.get(availabilityKey(person)));

/** The zone of the days that somebody names: that of their hours, else UTC. */
const zoneOf = async ({ definitions }: Services, person: string): Promise<string> => {
  const [memberships, calendars] = [
    membershipsOf(await definitions.all('groups'), person),
    await definitions.all('calendars'),
  ];
  const [calendar] = memberships.flatMap((one) => calendars.get(one.calendar ?? '') ?? []);
  return calendar?.value.timeZone ?? 'UTC';
};

const isInDirectory = async ({ definitions }: Services, person: string): Promise<boolean> =>
  membershipsOf(await definitions.all('groups'), person).length > 0;

/**
 * Somebody whose absence the caller may say.
 * @throws `not-allowed`; `not-found` for somebody whom the directory does not know
 */
const somebodyElse = async (services: Services, caller: Person, id: string): Promise<string> => {
  const types = [...(await services.definitions.all('case-types')).values()].map(({ value }) => value);
  if (!mayKeepAbsences(caller, types)) throw new Refusal('not-allowed');
  if (!(await isInDirectory(services, id))) throw new Refusal('not-found');
  return id;
};

const shown = async (services: Services, person: string) => {
  const absence = (await availabilityOf(services, person))?.absence;
  if (!absence) throw new Refusal('not-found');
  return { body: saidOf(absence) };
};

const put = async (services: Services, person: string, said: Absence) => {
  const substitute = substituteOf(said);
  const absence = keptAbsence(said, { person, zone: await zoneOf(services, person) });
  if (substitute !== undefined && !(await isInDirectory(services, substitute)))
    throw unknownReference('/substitute', 'person', substitute);
  const before = await availabilityOf(services, person);
  return { writes: [availabilityWrite(person, before, { ...before, absence })], body: said };
};

const remove = async (services: Services, person: string) => {
  const before = await availabilityOf(services, person);
  if (!before?.absence) throw new Refusal('not-found');
  const { absence: _over, ...rest } = before;
  return { writes: [availabilityWrite(person, before, rest)], body: undefined };
};

// GET, PUT and DELETE /v1/me/absence
export const getMyAbsence = routeHandler(getMyAbsenceRoute, (services, { caller }) => shown(services, caller.id));
export const putMyAbsence = routeHandler(putMyAbsenceRoute, (services, { caller, body }) =>
  put(services, caller.id, body),
);
export const deleteMyAbsence = routeHandler(deleteMyAbsenceRoute, (services, { caller }) =>
  remove(services, caller.id),
);

// GET, PUT and DELETE /v1/people/{id}/absence
export const getAbsence = routeHandler(getAbsenceRoute, async (services, { caller, path }) =>
  shown(services, await somebodyElse(services, caller, path.id)),
);
export const putAbsence = routeHandler(putAbsenceRoute, async (services, { caller, path, body }) =>
  put(services, await somebodyElse(services, caller, path.id), body),
);
export const deleteAbsence = routeHandler(deleteAbsenceRoute, async (services, { caller, path }) =>
  remove(services, await somebodyElse(services, caller, path.id)),
);
