import { Liquid, type Template } from 'liquidjs';
import type { NewAlert } from '#shared/alerts/alert.ts';
import { newAlertSchema } from '#shared/alerts/alert.ts';
import { faultsFrom } from '#shared/http/faults.ts';
import { contactId as contactIdSchema } from '#shared/records/primitives.ts';
import type { SignalMapping } from '#shared/signals/signal-mapping.ts';

// The texts of a mapping are small Liquid templates over the event. Nothing is read from disk, and what the event does not have is empty text: whether
// that will do is decided where it is used.
const engine = new Liquid({ relativeReference: false, templates: {}, strictFilters: true });
const parsed = new Map<string, Template[]>();

const render = (text: string, scope: object): string => {
  let template = parsed.get(text);
  if (!template) {
    template = engine.parse(text);
    // Mappings are few; a change of one leaves its old texts behind until the function goes.
    parsed.set(text, template);
  }
  return String(engine.renderSync(template, scope)).trim();
};

/** An event as a mapping's conditions and texts see it. */
export interface SignalEvent {
  source: string;
  detailType: string;
  detail: unknown;
}

/** What a mapping makes of an event: the alert to raise, and what makes another event the same one. */
export interface Signal {
  alert: NewAlert;
  /** Without one of its own, an event is the same as nothing but itself. */
  dedupeKey: string | undefined;
}

/** An event that a mapping matches and that cannot be applied, however often it is tried. */
export class UnusableSignal extends Error {
  override name = 'UnusableSignal';
}

interface CaliperActor {
  extensions?: Record<string, unknown>;
  otherIdentifiers?: { identifier?: string; identifierType?: string }[];
}

const sisId = (person: unknown): string | undefined => {
  if (typeof person !== 'object' || person === null) return undefined;
  const { otherIdentifiers, extensions } = person as CaliperActor;
  const identifier = otherIdentifiers?.find(
    (one) => one.identifierType === 'SisSourcedId' || one.identifierType === 'sisSourcedId',
  )?.identifier;
  const extension = extensions?.sisSourcedId ?? extensions?.sisId;
  return identifier ?? (typeof extension === 'string' ? extension : undefined);
};

/** Whom a Caliper event is about where the mapping does not say: the actor, by the SIS id it carries. */
const personOf = (detail: unknown): string | undefined =>
  typeof detail === 'object' && detail !== null && 'actor' in detail ? sisId(detail.actor) : undefined;

/** @throws UnusableSignal with every fault in words */
export const renderSignal = (mapping: SignalMapping, event: SignalEvent): Signal => {
  const scope = { event };
  const text = (template: string) => render(template, scope);
  const optional = (template: string | undefined) => (template === undefined ? undefined : text(template) || undefined);
  const { alert } = mapping;
  const contactId = mapping.contactId === undefined ? personOf(event.detail) : optional(mapping.contactId);
  if (contactId === undefined) throw new UnusableSignal('the event does not say whom it is about');
  if (!contactIdSchema.safeParse(contactId).success)
    throw new UnusableSignal('what the event gives as contact id cannot be one');
  const input = {
    type: alert.type,
    contactId,
    priority: alert.priority,
    description: optional(alert.description)?.slice(0, 20_000),
    course: alert.course && { code: text(alert.course.code), section: optional(alert.course.section) },
    source: optional(alert.source)?.slice(0, 200) ?? event.source.slice(0, 200),
    tags: alert.tags?.map(text).filter((tag) => tag !== ''),
    fields:
      alert.fields &&
      Object.fromEntries(
        Object.entries(alert.fields).map(([key, value]) => [key, typeof value === 'string' ? text(value) : value]),
      ),
  };
  const checked = newAlertSchema.safeParse(input);
  if (!checked.success)
    throw new UnusableSignal(
      faultsFrom(checked.error, input)
        .map((fault) => `${fault.pointer}: ${fault.detail}`)
        .join('; '),
    );
  return { alert: checked.data, dedupeKey: optional(mapping.dedupeKey) };
};

/** The events inside one that was put on the bus: a Caliper envelope is taken event by event, anything else is one. */
export const eventsIn = (event: SignalEvent): SignalEvent[] => {
  const { detail } = event;
  const isEnvelope =
    typeof detail === 'object' &&
    detail !== null &&
    'sensor' in detail &&
    'data' in detail &&
    Array.isArray(detail.data);
  return isEnvelope ? (detail.data as unknown[]).map((item) => ({ ...event, detail: item })) : [event];
};
