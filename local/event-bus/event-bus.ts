// EventBridge: PutEvents, rules with their patterns, and what went over the buses. An event that
// was accepted is stored, with all its deliveries, before the answer goes out.

import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { AwsError, type AwsService, operation } from '#local/aws-api/service.ts';
import type { DeployedResources, Resource } from '#local/cloud-assembly/deployment.ts';
import { CannotRun, propertiesOf } from '#local/cloud-assembly/properties.ts';
import type { ServiceContext } from '#local/core/context.ts';
import { parseVerbatim } from '#local/core/verbatim-json.ts';
import { type DeliveryTarget, openDeliveries } from '#local/event-bus/deliveries.ts';
import { compileEventPattern, type EventPattern } from '#local/event-bus/pattern.ts';
import { busPolicies } from '#local/event-bus/policy.ts';
import { type Senders, targetProperties, targetsOf } from '#local/event-bus/targets.ts';

export interface EventEnvelope {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

type EntryResult = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

export interface EventBus {
  /** For the SDK. */
  service: AwsService;
  /**
   * Begins to deliver, also what was left from the last run. To be called when all that its targets
   * need is up.
   */
  resume(): void;
  /**
   * `POST /_local/events`: PutEvents of an outsider; Detail may be JSON or an object, and the bus
   * is that of the template where none is named. Throws an AwsError for what is no such list.
   */
  put(entries: unknown): { FailedEntryCount: number; Entries: EntryResult[] };
  /** What a service of AWS says, on the account's own bus. */
  emit(event: { source: string; detailType: string; detail: object }): void;
  /**
   * `GET /_local/events`: what went over the buses, the oldest first; since a virtual instant,
   * about one subject.
   */
  events(filter?: { since?: number | undefined; about?: string | undefined }): EventEnvelope[];
  /** Has every event from now on shown to a listener, behind those before it. */
  onCarried(listener: (envelope: EventEnvelope) => void): void;
  /** Throws away what is kept about a subject, `but` for some types, and what contains a text. */
  forget(what: { about: string; texts: readonly string[]; but: readonly string[] }): void;
}

interface BusRule {
  bus: string;
  matches: EventPattern;
  targets: DeliveryTarget[];
}

const ruleProperties = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.unknown(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(targetProperties).min(1),
});

const entrySchema = z.object({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  /** Seconds since 1970, as the SDK sends it. */
  Time: z.number().optional(),
});
type PutEventsEntry = z.infer<typeof entrySchema>;

// Limits of PutEvents: entries in a call, and bytes of all of them together.
const mostEntries = 10;
const mostBytes = 1024 * 1024;

// So many events are kept for GET /_local/events: days of trying things out, yet no file that grows
// for ever.
const keptEvents = 50_000;

/**
 * Runs the buses of the deployment and its rules with a pattern; rules with a schedule are left to
 * schedules.ts.
 */
export function startEventBus(context: ServiceContext, deployment: DeployedResources, senders: Senders): EventBus {
  const { clock, store } = context;
  const declared = deployment.ofType('AWS::Events::EventBus');
  const busNames = new Map<string, string>([['default', 'default']]);
  for (const { name, arn } of declared) busNames.set(name, name).set(arn, name);
  const rules = deployment
    .ofType('AWS::Events::Rule')
    .flatMap((resource) => ruleOf(resource, { deployment, senders, busNames }) ?? []);
  const policies = busPolicies(deployment);
  const targets = new Map(rules.flatMap((rule) => rule.targets.map((target) => [target.key, target])));
  const deliveries = openDeliveries(context, 'bus', targets);

  const subject = "json_extract(envelope, '$.detail.subject.id')";
  store.database.exec(`
    create table if not exists bus_events (id integer primary key, at integer not null, envelope text not null);
    create index if not exists bus_events_subject on bus_events (${subject})`);
  const listeners: ((envelope: EventEnvelope) => void)[] = [];
  const forgetAbout = store.database.prepare(
    `delete from bus_events where ${subject} = ? and json_extract(envelope, '$."detail-type"') not in (select value from json_each(?))`,
  );
  const forgetText = store.database.prepare('delete from bus_events where instr(lower(envelope), ?) > 0');
  const insert = store.database.prepare('insert into bus_events (at, envelope) values (?, ?)');
  const trim = store.database.prepare('delete from bus_events where id <= ?');
  const select = store.database.prepare('select envelope from bus_events where at >= ? order by id');
  const selectAbout = store.database.prepare(
    `select envelope from bus_events where ${subject} = ? and at >= ? order by id`,
  );

  function accept(entry: PutEventsEntry, principal: string): EntryResult {
    return problemOf(entry, busNames) ?? denialOf(entry, principal) ?? { EventId: carry(entry) };
  }

  function denialOf(
    { EventBusName = 'default', Source = '' }: PutEventsEntry,
    principal: string,
  ): EntryResult | undefined {
    const bus = busNames.get(EventBusName) ?? EventBusName;
    if (!policies.denies({ bus, source: Source, principal })) return undefined;
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: `The policy of the bus ${bus} denies ${principal} events of the source ${Source}.`,
    };
  }

  /** Keeps an event and hands it to the targets of the rules that match it. @returns its id */
  function carry(entry: PutEventsEntry): string {
    const bus = busNames.get(entry.EventBusName ?? 'default');
    const around = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType ?? '',
      source: entry.Source ?? '',
      account: deployment.account,
      time: wholeSeconds(entry.Time === undefined ? clock.now() : entry.Time * 1000),
      region: deployment.region,
      resources: entry.Resources,
    } satisfies Omit<EventEnvelope, 'detail'>;
    const detail = entry.Detail ?? '{}';
    const envelope: EventEnvelope = { ...around, detail: JSON.parse(detail) };
    const text = `${JSON.stringify(around).slice(0, -1)},"detail":${detail}}`;
    const { lastInsertRowid } = insert.run(clock.now(), text);
    trim.run(Number(lastInsertRowid) - keptEvents);
    for (const rule of rules) {
      if (rule.bus !== bus || !rule.matches(envelope)) continue;
      for (const target of rule.targets) deliveries.add(target, text);
    }
    for (const listener of listeners) listener(envelope);
    return envelope.id;
  }

  function putAll(entries: readonly PutEventsEntry[], caller?: string) {
    const principal = policies.principalOf(caller);
    const results = store.transaction(() => entries.map((entry) => accept(entry, principal)));
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  const entriesSchema = z.object({ Entries: z.array(entrySchema).min(1).max(mostEntries) });
  const PutEvents = operation(entriesSchema, ({ Entries }, { caller }) => {
    const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes > mostBytes) {
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    return putAll(Entries, caller);
  });

  return {
    service: { fault: 'eventbridge', protocol: { target: 'AWSEvents' }, operations: { PutEvents } },
    resume: deliveries.resume,
    put(entries) {
      const given = z.array(fromOutside).min(1).safeParse(entries);
      if (!given.success) throw new AwsError('ValidationException', z.prettifyError(given.error));
      const [only] = declared;
      const bus = declared.length === 1 && only ? only.name : 'default';
      return putAll(given.data.map((entry) => ({ EventBusName: bus, ...entry })));
    },
    emit: ({ source, detailType, detail }) =>
      void store.transaction(() =>
        carry({ Source: source, DetailType: detailType, Detail: JSON.stringify(detail), Resources: [] }),
      ),
    events({ since = 0, about } = {}) {
      const rows = about === undefined ? select.all(since) : selectAbout.all(about, since);
      return rows.map(({ envelope }) => parseVerbatim(String(envelope)) as EventEnvelope);
    },
    onCarried: (listener) => void listeners.push(listener),
    forget({ about, texts, but }) {
      forgetAbout.run(about, JSON.stringify(but));
      // As it stands inside a text of JSON.
      for (const text of texts) forgetText.run(JSON.stringify(text).slice(1, -1).toLowerCase());
    },
  };
}

// People write the detail as it is, and the time as they read it.
const fromOutside = entrySchema.extend({
  Detail: z
    .union([z.string(), z.record(z.string(), z.unknown()).transform((detail) => JSON.stringify(detail))])
    .optional(),
  Time: z.union([z.number(), z.iso.datetime({ offset: true }).transform((time) => Date.parse(time) / 1000)]).optional(),
});

// EventBridge tells the time of an event in whole seconds.
const wholeSeconds = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

/** The size of an entry as EventBridge counts it. */
function sizeOf({ Time, Source = '', DetailType = '', Detail = '', Resources }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

/** Why EventBridge would not take this entry, while it takes the others of the same call. */
function problemOf(entry: PutEventsEntry, busNames: ReadonlyMap<string, string>): EntryResult | undefined {
  const failed = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const field of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[field])
      return failed('InvalidArgument', `Parameter ${field} is not valid. Reason: ${field} is a required argument.`);
  }
  if (sizeOf(entry) > mostBytes) return failed('InvalidArgument', `The entry is larger than ${mostBytes} bytes.`);
  if (entry.Source?.startsWith('aws.'))
    return failed('NotAuthorizedForSourceException', 'Sources beginning with aws. are for AWS.');
  if (!busNames.has(entry.EventBusName ?? 'default')) {
    return failed('ResourceNotFoundException', `Event bus ${entry.EventBusName} does not exist.`);
  }
  try {
    const detail: unknown = JSON.parse(entry.Detail ?? '');
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // falls through to the same answer
  }
  return failed('MalformedDetail', 'Detail is malformed: it must be the JSON of an object.');
}

/** Undefined for a rule with a schedule, and for one that is switched off. */
function ruleOf(
  resource: Resource,
  {
    deployment,
    senders,
    busNames,
  }: { deployment: DeployedResources; senders: Senders; busNames: ReadonlyMap<string, string> },
): BusRule | undefined {
  if (resource.properties.ScheduleExpression !== undefined) return undefined;
  const properties = propertiesOf(resource, ruleProperties);
  const bus = busNames.get(properties.EventBusName);
  if (bus === undefined) throw new CannotRun(resource, `its bus ${properties.EventBusName} is not in the template`);
  const targets = targetsOf(resource, properties.Targets, { deployment, senders });
  try {
    const matches = compileEventPattern(properties.EventPattern);
    return properties.State === 'ENABLED' ? { bus, matches, targets } : undefined;
  } catch (error) {
    throw new CannotRun(resource, error instanceof Error ? error.message : String(error));
  }
}
