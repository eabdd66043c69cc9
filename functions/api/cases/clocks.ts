import { changed, loadCase } from '#functions/api/cases/load.ts';
import { pageOf, pageOfShortList } from '#functions/api/pages.ts';
import { type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { answerClocks } from '#shared/casework/cases/answer-case.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { clockOfCase, ledgerPage } from '#shared/casework/cases/clocks/clock-ledger.ts';
import {
  caseClocksRoute,
  clearClockRoute,
  clockLedgerRoute,
  extendClockRoute,
  pauseClockRoute,
  previewTargetsRoute,
  restoreClockRoute,
  resumeClockRoute,
  setClockRoute,
} from '#shared/casework/cases/clocks/clocks.routes.ts';
import { operateClock, staffMay } from '#shared/casework/cases/clocks/operate-clock.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import { startClock } from '#shared/core/clocks/clock.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import { invalid, Refusal, unknownChoice, unknownReference } from '#shared/core/errors.ts';
import { epoch } from '#shared/core/records/instants.ts';

type OfClock = RouteRequest<{ id: string; key: string }, unknown, unknown>;

/**
 * @throws `not-found` for a clock that the case has not, `not-allowed` where the type leaves it to
 * admins
 */
const operated = async (
  services: Services,
  request: OfClock,
  { note, ...command }: ClockCommand & { note?: string },
) => {
  const { path, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  if (!record.clocks.some((clock) => clock.key === path.key)) throw new Refusal('not-found');
  if (!caller.isAdmin && !staffMay(definition, path.key, command.do))
    throw new Refusal('not-allowed', 'The type does not let staff do this to the target');
  return changed(operateClock(record, { clockKey: path.key, command, note, at: now }, definition), definition, now);
};

// POST /v1/cases/{id}/clocks/{key}/set
export const setClock = routeHandler(setClockRoute, (services, request) =>
  operated(services, request, { do: 'set', ...request.body }),
);

// POST /v1/cases/{id}/clocks/{key}/extend
export const extendClock = routeHandler(extendClockRoute, (services, request) =>
  operated(services, request, { do: 'extend', ...request.body }),
);

// POST /v1/cases/{id}/clocks/{key}/restore
export const restoreClock = routeHandler(restoreClockRoute, (services, request) =>
  operated(services, request, { do: 'restore', ...request.body }),
);

// POST /v1/cases/{id}/clocks/{key}/clear
export const clearClock = routeHandler(clearClockRoute, (services, request) =>
  operated(services, request, { do: 'clear', ...request.body }),
);

// POST /v1/cases/{id}/clocks/{key}/pause
export const pauseClock = routeHandler(pauseClockRoute, (services, request) =>
  operated(services, request, { do: 'pause', ...request.body }),
);

// POST /v1/cases/{id}/clocks/{key}/resume
export const resumeClock = routeHandler(resumeClockRoute, (services, request) =>
  operated(services, request, { do: 'resume', ...request.body }),
);

// GET /v1/cases/{id}/clocks
export const caseClocks = routeHandler(caseClocksRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const items = answerClocks(record, definition, request.now);
  const name = `clocks of ${record.id}`;
  return {
    body: await pageOfShortList(services, request, { name, items, keyOf: ({ key }) => key }),
    version: record.version,
  };
});

// GET /v1/cases/{id}/clocks/{key}/ledger
export const clockLedger = routeHandler(clockLedgerRoute, async (services, request) => {
  const { key } = request.path;
  const { record } = await loadCase(services, request, 'view');
  if (!record.clocks.some((clock) => clock.key === key)) throw new Refusal('not-found');
  const read = (place: Parameters<typeof ledgerPage>[3]) =>
    ledgerPage(services.table, record.id, clockOfCase(key), place);
  return { body: await pageOf(services, request, `ledger of ${key} of ${record.id}`, read) };
});

// POST /v1/targets/preview: each clock as if it started at that instant.
export const previewTargets = routeHandler(previewTargetsRoute, async ({ definitions }, { body }) => {
  const definition = await definitionForNew(definitions, body.type);
  if (!definition) throw unknownReference('/type', 'case type', body.type);
  const priority = body.priority ?? definition.type.defaultPriority;
  if (!definition.priorities.includes(priority))
    throw invalid([unknownChoice('/priority', 'priority', { value: priority })]);
  const other = body.calendar === undefined ? undefined : await definitions.one('calendars', body.calendar);
  if (body.calendar !== undefined && !other) throw unknownReference('/calendar', 'calendar', body.calendar);
  const clocks = [...definition.policies.values()].map(({ target, calendar }) => {
    const policy = { target, calendar: other ? compiledCalendar(other) : calendar };
    const clock = startClock({ policy, priority, at: epoch(body.at) });
    return {
      key: clock.key,
      startsAt: clock.startedAt,
      dueAt: clock.dueAt,
      reminders: clock.reminders.map((reminder) => reminder.at),
    };
  });
  return { body: { clocks } };
});
