import { type Observed, observedSchema } from '#shared/automation/signals/observation.schema.ts';
import { observationKinds, type SignalMapping } from '#shared/automation/signals/signal-mapping.ts';
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

type Texts = [unknown, string][];

const textsOfAlert = (alert: SignalMapping['alert']): Texts => {
  const { description, source, course, tags = [], fields = {} } = alert ?? {};
  return [
    [description, '/alert/description'],
    [source, '/alert/source'],
    [course?.code, '/alert/course/code'],
    [course?.section, '/alert/course/section'],
    ...tags.map((tag, index): [unknown, string] => [tag, `/alert/tags/${index}`]),
    ...Object.entries(fields).map(([key, value]): [unknown, string] => [value, pointerTo('/alert/fields', [key])]),
  ];
};

const textsOfObserve = (observe: SignalMapping['observe'] = {}): Texts =>
  observationKinds.flatMap((kind) =>
    Object.entries(observe[kind] ?? {}).map(([member, text]): [unknown, string] => [
      text,
      `/observe/${kind}/${member}`,
    ]),
  );

const ofAnEvent = ['event.source', 'event.detailType', 'event.detail'];

const isDate = /^\d{4}-\d\d-\d\d$/;
const instantIn = (text: string): string => (isDate.test(text) ? `${text}T00:00:00.000Z` : text);

/** What a text that says the same of every event gives, where nothing takes that. */
const faultsOfConstant = (text: string, pointer: string): Fault[] => {
  if (text.includes('{')) return [];
  if (text.trim() === '' && !/^\/alert\/(description|fields)/.test(pointer))
    return [{ pointer, code: 'blank', detail: 'must not be blank' }];
  const isSound = pointer !== '/contactId' || contactIdSchema.safeParse(text).success;
  const isTime = !pointer.endsWith('/at') || observedSchema.shape.at.safeParse(instantIn(text)).success;
  return [
    ...(isSound ? [] : [{ pointer, code: 'invalid-format', detail: 'is the id of no contact' }]),
    ...(isTime ? [] : [{ pointer, code: 'no-instant', detail: 'is an instant, a date, or a text that gives one' }]),
  ];
};

/** What keeps the texts of a mapping from being templates, each with its pointer. */
export const faultsOfTexts = ({
  contactId,
  dedupeKey,
  alert,
  observe,
}: Partial<Pick<SignalMapping, 'contactId' | 'dedupeKey' | 'alert' | 'observe'>>): Fault[] => {
  const texts: Texts = [
    [contactId, '/contactId'],
    [dedupeKey, '/dedupeKey'],
    ...textsOfAlert(alert),
    ...textsOfObserve(observe),
  ];
  return texts.flatMap(([text, pointer]) =>
    typeof text === 'string' ? [...faultOfText(text, pointer, ofAnEvent), ...faultsOfConstant(text, pointer)] : [],
  );
};

/** An event as a mapping's conditions and texts see it. */
export interface SignalEvent {
  source: string;
  detailType: string;
  detail: unknown;
  /** When it was put on the bus. */
  time: string;
  /** The envelope that it came in: what it names by address may be described there. */
  envelope?: unknown;
}

/**
 * What a mapping makes of an event: whom it is about, what to raise and to observe, and what makes
 * another event the same one.
 */
export interface Signal {
  contactId: string;
  /** Where the mapping has none, an event is the same as nothing but itself. */
  dedupeKey: string | undefined;
  alert: NewAlert | undefined;
  observed: Observed[];
}

/** An event that a mapping matches and that cannot be applied, however often it is tried. */
export class UnusableSignal extends Error {
  override name = 'UnusableSignal';
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Whom an event is about where its mapping does not say. */
const personOf = ({ detail, envelope }: SignalEvent): string | undefined => {
  const [only, ...others] = sisIdsOf(detail, envelope);
  if (others.length > 0)
    throw new UnusableSignal(`the event carries more than one SIS id: ${[only, ...others].join(', ')}`);
  return only;
};

// A sort of key that is longer than this is a text put there by mistake; the table's keys take
// 2,048 bytes.
const longestDedupeKey = 500;

// An event may have 1 MB; what is kept of it lies in one item with the event of Caseward, and goes
// over the bus with it, in the 256 KB that each takes.
const mostKept = 64 * 1024;

/** The beginning of a text; a cut may fall into the middle of a character. */
const cut = (text: string | undefined, most: number): string | undefined =>
  text === undefined || text.length <= most ? text : text.slice(0, most).toWellFormed();

const inWords = (faults: readonly Fault[], prefix = ''): string =>
  faults.map(({ pointer, detail }) => `${prefix}${pointer}: ${detail}`).join('; ');

interface Rendering {
  event: SignalEvent;
  text: (template: string) => string;
  /** Undefined where the text says nothing. */
  optional: (template: string | undefined) => string | undefined;
}

const contactIdOf = (mapping: SignalMapping, { event, optional }: Rendering): string => {
  const contactId = mapping.contactId === undefined ? personOf(event) : optional(mapping.contactId);
  if (contactId === undefined) throw new UnusableSignal('the event does not say whom it is about');
  if (!contactIdSchema.safeParse(contactId).success)
    throw new UnusableSignal(`"${cut(contactId, 128)}", which the event gives as contact id, cannot be one`);
  return contactId;
};

const alertOf = (
  alert: NonNullable<SignalMapping['alert']>,
  contactId: string,
  { event, text, optional }: Rendering,
): NewAlert => {
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
  if (!data) throw new UnusableSignal(inWords(faults));
  return data;
};

/** A number where the text is how a number is written: 31.5, yet neither 007 nor 31.50. */
const plainValue = (text: string): string | number =>
  text !== '' && String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;

/** When something was so, where the mapping does not say: a Caliper event has its time. */
const timeOf = ({ detail, time }: SignalEvent): string => {
  const own = isObject(detail) ? detail.eventTime : undefined;
  return typeof own === 'string' && !Number.isNaN(Date.parse(own)) ? own : time;
};

const observedOf = (observe: SignalMapping['observe'] = {}, { event, text, optional }: Rendering): Observed[] =>
  observationKinds.flatMap((kind) => {
    const wanted = observe[kind];
    if (wanted === undefined) return [];
    const at = optional(wanted.at) ?? timeOf(event);
    const { data, faults } = checkBody(observedSchema, {
      kind,
      term: optional(wanted.term),
      course: optional(wanted.course),
      value: typeof wanted.value === 'string' ? plainValue(text(wanted.value)) : wanted.value,
      at: instantIn(at),
    });
    if (!data) throw new UnusableSignal(inWords(faults, `/observe/${kind}`));
    return [data];
  });

/** @throws UnusableSignal with every fault in words */
export const renderSignal = (mapping: SignalMapping, event: SignalEvent): Signal => {
  const scope = { event: { source: event.source, detailType: event.detailType, detail: event.detail } };
  const text = (template: string) => render(template, scope);
  const optional = (template: string | undefined) => (template === undefined ? undefined : text(template) || undefined);
  const rendering = { event, text, optional };
  const dedupeKey = optional(mapping.dedupeKey);
  if (dedupeKey !== undefined && dedupeKey.length > longestDedupeKey)
    throw new UnusableSignal(`the dedupe key is longer than ${longestDedupeKey} characters`);
  const contactId = contactIdOf(mapping, rendering);
  const signal = {
    contactId,
    dedupeKey,
    alert: mapping.alert && alertOf(mapping.alert, contactId, rendering),
    observed: observedOf(mapping.observe, rendering),
  };
  const size = Buffer.byteLength(JSON.stringify(signal));
  if (size > mostKept)
    throw new UnusableSignal(`what the mapping keeps of the event has ${size} bytes; at most ${mostKept} are kept`);
  return signal;
};

/**
 * The events inside one that was put on the bus: a Caliper envelope is taken event by event,
 * anything else is one.
 */
export const eventsIn = (event: SignalEvent): SignalEvent[] => {
  const { detail } = event;
  return isEnvelope(detail) ? detail.data.map((item) => ({ ...event, detail: item, envelope: detail })) : [event];
};

/** Whether a detail is an envelope of Caliper, of version 1.1 or 1.2. */
const isEnvelope = (detail: unknown): detail is { sensor: unknown; data: unknown[] } =>
  isObject(detail) && 'sensor' in detail && Array.isArray(detail.data);

const uuid = /^(urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What makes an event the same one wherever it comes from again: a Caliper event has an id of its
 * own. Blackboard writes it without `urn:uuid:`; in another event that may be anybody's id.
 */
export const ownIdOf = ({ detail }: Pick<SignalEvent, 'detail'>): string | undefined => {
  if (!isObject(detail) || typeof detail.id !== 'string' || !uuid.test(detail.id)) return undefined;
  const id = detail.id.toLowerCase();
  if (id.startsWith('urn:')) return id;
  return 'eventTime' in detail && 'action' in detail ? `urn:uuid:${id}` : undefined;
};
