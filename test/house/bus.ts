import { randomUUID } from 'node:crypto';
import type { PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import type { consumer } from '#functions/events/consumer.ts';
import type { DeadLetters } from '#functions/events/dead-letters.ts';
import type { Faults } from '#local/core/faults.ts';
import { parseVerbatim } from '#local/core/verbatim-json.ts';
import { compileEventPattern } from '#local/event-bus/pattern.ts';
import { eventSource } from '#shared/core/events/source.ts';
import type { VirtualTime } from '#test/house/virtual-time.ts';

// Carries events from the publisher to consumers: the bus, a queue each, dead letters.
// Delivers at least once; late, out of order and twice where faults are asked for.

export const account = '000000000000';

interface Message {
  id: string;
  body: string;
  tries: number;
  visibleAt: number;
}

interface DeadLetter {
  queue: string;
  body: string;
  reason: string;
}

/**
 * A consumer as the template has it: what it hears, and how many messages it is handed at a time.
 */
export interface Hearing {
  name: string;
  patterns: readonly { source?: readonly unknown[] }[];
  batch: number;
  handler: ReturnType<typeof consumer>;
}

interface Queue extends Hearing {
  /** By the bus that it hears: that of the deployment, or the account's own. */
  matches: Record<'ours' | 'account', readonly ((event: unknown) => boolean)[]>;
  messages: Message[];
}

// As in the template, by test/conformance.
export const mostTries = 5;
export const visibleAgainAfter = 180_000;

/** Whether a pattern is about what services of AWS say, which goes over the account's own bus. */
const isOfAws = ({ source }: { source?: readonly unknown[] }): boolean =>
  (source ?? []).some((one) => typeof one === 'string' && one.startsWith('aws.'));

// Compiled once for all houses.
const compiled = new WeakMap<object, (event: unknown) => boolean>();
export const matcherOf = (pattern: object): ((event: unknown) => boolean) => {
  const matches = compiled.get(pattern) ?? compileEventPattern(pattern);
  compiled.set(pattern, matches);
  return matches;
};

const wholeSeconds = (instant: number): string => new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');

const deadQueueOf = (name: string): string => `caseward-local-${name}-dead`;

export class Bus {
  readonly name = 'house';
  readonly #time: VirtualTime;
  readonly #faults: Faults;
  readonly #queues: Queue[] = [];
  readonly #carried: { at: number; text: string; about: string | undefined }[] = [];
  readonly #deadLetters: DeadLetter[] = [];

  constructor({ time, faults }: { time: VirtualTime; faults: Faults }) {
    this.#time = time;
    this.#faults = faults;
  }

  /** Begins to hand over what goes over the bus to consumers. */
  connect(consumers: readonly Hearing[]): void {
    for (const one of consumers) {
      const of = (isOfAccount: boolean) =>
        one.patterns.filter((pattern) => isOfAws(pattern) === isOfAccount).map(matcherOf);
      this.#queues.push({ ...one, matches: { ours: of(false), account: of(true) }, messages: [] });
    }
  }

  /** PutEvents of somebody else, who may speak neither for us nor for AWS. */
  putFromOutside(entries: PutEventsRequestEntry[]): PutEventsResponse {
    const Entries = entries.map((entry) => {
      const { Source = '' } = entry;
      if (Source !== eventSource && !Source.startsWith('aws.')) return this.put([entry]).Entries?.[0] ?? {};
      const ErrorMessage = `The policy of the bus denies events of the source ${Source}.`;
      return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage };
    });
    return { FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode).length, Entries };
  }

  /** PutEvents of the publisher. */
  put(entries: PutEventsRequestEntry[]): PutEventsResponse {
    const Entries = entries.map(({ Source = '', DetailType = '', Detail = '{}', Time }) => ({
      EventId: this.#carry({ source: Source, detailType: DetailType, detail: Detail, at: Time?.getTime() }),
    }));
    return { FailedEntryCount: 0, Entries };
  }

  /** What a service of AWS says. */
  emit = ({ source, detailType, detail }: { source: string; detailType: string; detail: object }): void =>
    void this.#carry({ source, detailType, detail: JSON.stringify(detail), at: undefined });

  #carry({
    source,
    detailType,
    detail,
    at,
  }: {
    source: string;
    detailType: string;
    detail: string;
    at: number | undefined;
  }): string {
    const now = this.#time.now();
    const around = {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account,
      time: wholeSeconds(at ?? now),
    };
    const text = `${JSON.stringify(around).slice(0, -1)},"detail":${detail}}`;
    const envelope = { ...around, detail: JSON.parse(detail) };
    if (!source.startsWith('aws.')) this.#carried.push({ at: now, text, about: envelope.detail.subject?.id });
    const over = source.startsWith('aws.') ? 'account' : 'ours';
    for (const queue of this.#queues)
      if (queue.matches[over].some((matches) => matches(envelope)))
        for (let copy = this.#faults.copies(); copy > 0; copy--) this.#send(queue, text);
    return around.id;
  }

  #send(queue: Queue, body: string): void {
    const visibleAt = this.#time.now() + this.#faults.delay();
    queue.messages.push({ id: randomUUID(), body, tries: 0, visibleAt });
    this.#time.at(visibleAt, 'delivery', () => this.#receive(queue));
  }

  async #receive(queue: Queue): Promise<void> {
    const now = this.#time.now();
    const batch = this.#faults
      .ordered(queue.messages.filter(({ visibleAt }) => visibleAt <= now))
      .slice(0, queue.batch);
    if (batch.length === 0) return;
    for (const message of batch) {
      message.tries++;
      message.visibleAt = now + visibleAgainAfter;
    }
    this.#time.tick();
    const failed = await this.#handle(queue, batch);
    for (const message of batch) {
      if (failed.has(message.id) && message.tries < mostTries) {
        this.#time.at(message.visibleAt, 'delivery', () => this.#receive(queue));
        continue;
      }
      queue.messages.splice(queue.messages.indexOf(message), 1);
      if (failed.has(message.id)) this.#bury(queue.name, message.body, `${mostTries} tries failed`);
    }
  }

  async #handle(queue: Queue, batch: readonly Message[]): Promise<ReadonlySet<string>> {
    const Records = batch.map(
      ({ id, body, tries }) =>
        ({ messageId: id, body, attributes: { ApproximateReceiveCount: String(tries) } }) as SQSRecord,
    );
    try {
      const { batchItemFailures } = await queue.handler({ Records } as SQSEvent, {} as Context);
      return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    } catch {
      return new Set(batch.map(({ id }) => id));
    }
  }

  #bury(name: string, body: string, reason: string): void {
    this.#deadLetters.push({ queue: deadQueueOf(name), body, reason });
  }

  /** Where a consumer puts what it cannot handle. */
  deadLettersOf(name: string): DeadLetters {
    return { mostTries, bury: async (body, reason) => this.#bury(name, body, reason) };
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters;
  }

  /** Gives all of them back to where they failed. */
  redrive(): number {
    const moved = this.#deadLetters.splice(0);
    for (const { queue, body } of moved) {
      const back = this.#queues.find(({ name }) => queue === deadQueueOf(name));
      if (back) this.#send(back, body);
    }
    return moved.length;
  }

  /** What went over the bus, the oldest first, since an instant, about one subject. */
  events({ since = 0, about }: { since?: number; about?: string | undefined } = {}): unknown[] {
    return this.#carried
      .filter((one) => one.at >= since && (about === undefined || one.about === about))
      .map(({ text }) => parseVerbatim(text));
  }
}
