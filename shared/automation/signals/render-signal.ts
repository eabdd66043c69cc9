import type { SignalMapping } from '#shared/automation/signals/signal-mapping.ts';
import { sisIdsOf } from '#shared/automation/signals/sis-id.ts';
import { faultOfText, renderText } from '#shared/automation/signals/texts.ts';
import type { NewAlert } from '#shared/casework/alerts/alert.ts';
import { newAlertSchema } from '#shared/casework/alerts/alert.ts';
import type { Fault } from '#shared/core/errors.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import { contactId as contactIdSchema } from '#shared/core/records/primitives.ts';

const render = (text: string, scope: object): string => {
  try {
    return renderText(text, scope);
  } catch (error) {
    throw new UnusableSignal(`a text of the mapping fails on this event: ${(error as Error).message}`);
  }
};

/** What keeps the texts of a mapping from being templates, each with its pointer. */
export const faultsOfTexts = ({
  contactId,
  dedupeKey,
  alert,
}: Pick<SignalMapping, 'contactId' | 'dedupeKey' | 'alert'>): Fault[] => {
  const { description, source, course, tags = [], fields = {} } = alert;
  const texts: [unknown, string][] = [
    [contactId, '/contactId'],
    [dedupeKey, '/dedupeKey'],
    [description, '/alert/description'],
    [source, '/alert/source'],
    [course?.code, '/alert/course/code'],
    [course?.section, '/alert/course/section'],
    ...tags.map((tag, index): [unknown, string] => [tag, `/alert/tags/${index}`]),
    ...Object.entries(fields).map(([key, value]): [unknown, string] => [value, pointerTo('/alert/fields', [key])]),
  ];
  return texts.flatMap(([text, pointer]) => (typeof text === 'string' ? faultOfText(text, pointer) : []));
};

/** An event as a mapping's conditions and texts see it. */
export interface SignalEvent {
  source: string;
  detailType: string;
  detail: unknown;
}

/**
 * What a mapping makes of an event: the alert to raise, and what makes another event the same one.
 */
export interface Signal {
  alert: NewAlert;
  /** Where the mapping has none, an event is the same as nothing but itself. */
  dedupeKey: string | undefined;
}

/** An event that a mapping matches and that cannot be applied, however often it is tried. */
export class UnusableSignal extends Error {
  override name = 'UnusableSignal';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whom an event is about where its mapping does not say. */
const personOf = (detail: unknown): string | undefined => {
  const [only, ...others] = sisIdsOf(detail);
  if (others.length > 0)
    throw new UnusableSignal(`the event carries more than one SIS id: ${[only, ...others].join(', ')}`);
  return only;
};

// A sort of key that is longer than this is a text put there by mistake; the table's keys take
// 2,048 bytes.
const longestDedupeKey = 500;

/** The beginning of a text; a cut may fall into the middle of a character. */
const cut = (text: string | undefined, most: number): string | undefined =>
  text === undefined || text.length <= most ? text : text.slice(0, most).toWellFormed();

/** @throws UnusableSignal with every fault in words */
export const renderSignal = (mapping: SignalMapping, event: SignalEvent): Signal => {
  const scope = { event };
  const text = (template: string) => render(template, scope);
  const optional = (template: string | undefined) => (template === undefined ? undefined : text(template) || undefined);
  const { alert } = mapping;
  const dedupeKey = optional(mapping.dedupeKey);
  if (dedupeKey !== undefined && dedupeKey.length > longestDedupeKey)
    throw new UnusableSignal(`the dedupe key is longer than ${longestDedupeKey} characters`);
  const contactId = mapping.contactId === undefined ? personOf(event.detail) : optional(mapping.contactId);
  if (contactId === undefined) throw new UnusableSignal('the event does not say whom it is about');
  if (!contactIdSchema.safeParse(contactId).success)
    throw new UnusableSignal(`"${cut(contactId, 128)}", which the event gives as contact id, cannot be one`);
  const input = {
    type: alert.type,
    contactId,
    priority: alert.priority,
    description: cut(optional(alert.description), 20_000),
    course: alert.course && { code: text(alert.course.code), section: optional(alert.course.section) },
    source: cut(optional(alert.source) ?? event.source, 200),
    tags: alert.tags?.map(text).filter((tag) => tag !== ''),
    fields:
      alert.fields &&
      Object.fromEntries(
        Object.entries(alert.fields).map(([key, value]) => [key, typeof value === 'string' ? text(value) : value]),
      ),
  };
  const { data, faults } = checkBody(newAlertSchema, input);
  if (!data) throw new UnusableSignal(faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '));
  return { alert: data, dedupeKey };
};

/**
 * The events inside one that was put on the bus: a Caliper envelope is taken event by event,
 * anything else is one.
 */
export const eventsIn = (event: SignalEvent): SignalEvent[] => {
  const { detail } = event;
  const isEnvelope = isObject(detail) && 'sensor' in detail && Array.isArray(detail.data);
  return isEnvelope ? (detail.data as unknown[]).map((item) => ({ ...event, detail: item })) : [event];
};

/**
 * What makes an event the same one wherever it comes from again: a Caliper event has an id of its
 * own.
 */
export const ownIdOf = ({ detail }: SignalEvent): string | undefined => {
  const id = isObject(detail) ? detail.id : undefined;
  return typeof id === 'string' && /^urn:uuid:[0-9a-f-]{36}$/i.test(id) ? id.toLowerCase() : undefined;
};
