import { faultsOfSound } from '#functions/api/config/faults.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { decideSignal } from '#functions/decide-signal.ts';
import type { Services } from '#functions/services.ts';
import {
  eventsIn,
  ownIdOf,
  renderSignal,
  type Signal,
  type SignalEvent,
  UnusableSignal,
} from '#shared/automation/signals/render-signal.ts';
import type { SignalMapping } from '#shared/automation/signals/signal-mapping.ts';
import { mostTried, type TriedEvent, trySignalMappingRoute } from '#shared/automation/signals/try.routes.ts';
import { faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Fault } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';

const below = (faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, pointer: `/mapping${fault.pointer}` }));

/** As an event of the bus would be taken, up to the writing. */
const tryOn = async (
  services: Services,
  mapping: SignalMapping,
  { event, now }: { event: SignalEvent; now: number },
): Promise<TriedEvent> => {
  const { held: matched, explanation } = evaluate(mapping.match, { event }, now);
  const tried = { matched, explanation, contactId: null, dedupeKey: null, alert: null };
  if (!matched) return tried;
  let signal: Signal | undefined;
  const said = () => ({
    ...tried,
    contactId: signal?.contactId ?? null,
    dedupeKey: signal?.dedupeKey ?? ownIdOf(event) ?? null,
    alert: signal?.alert ?? null,
    ...(signal && signal.observed.length > 0 && { observed: signal.observed }),
  });
  try {
    signal = renderSignal(mapping, event);
    const hasContact = (await readRecord(services.table, 'contact', signal.contactId)) !== undefined;
    const by = { kind: 'signal' as const, id: 'try' };
    const { alert } = await decideSignal(services, signal, { by, at: now, hasContact });
    return { ...said(), alert: alert ?? null };
  } catch (error) {
    if (!(error instanceof UnusableSignal)) throw error;
    return { ...said(), reason: error.message };
  }
};

const faultsOfMapping = faultsOfSound('signal-mappings');

// POST /v1/signal-mappings/try: nothing is written. Of an envelope the first event that matches is
// answered, and all of them beside it.
export const trySignalMapping = routeHandler(
  trySignalMappingRoute,
  async (services, { body: { mapping, event }, now }) => {
    const { inside, missing } = await faultsOfConfiguration(services.definitions, 'signal-mappings', mapping);
    refuseFaults({ inside: below(inside), missing: below(missing) });
    const given = eventsIn({ ...event, time: iso(now) });
    const tried: TriedEvent[] = [];
    for (const one of given.slice(0, mostTried)) tried.push(await tryOn(services, mapping, { event: one, now }));
    const first = tried.find(({ matched }) => matched) ??
      tried[0] ?? {
        matched: false,
        explanation: { any: [], held: false },
        contactId: null,
        dedupeKey: null,
        alert: null,
      };
    return { body: { ...first, ...(given[0]?.envelope !== undefined && { events: tried }) } };
  },
  async (services, { json, ...request }) => {
    const mapping = typeof json === 'object' && json !== null && 'mapping' in json ? json.mapping : undefined;
    return below(await faultsOfMapping(services, { ...request, json: mapping } as never));
  },
);
