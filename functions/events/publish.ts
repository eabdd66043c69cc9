// Puts events into the feed and on the bus, in the order of each record. The stream hands them over
// at least once: the feed has each once, the bus some twice with the same eventId.

import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import middy from '@middy/core';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { itemOf } from '#functions/events/stream-image.ts';
import { logger } from '#functions/logger.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { PutEvents } from '#shared/core/events/event-bus.ts';
import { detailOf, largestDetail } from '#shared/core/events/published-detail.ts';
import { eventSource } from '#shared/core/events/source.ts';
import type { Feed, FeedLine } from '#shared/core/feed/append-to-feed.ts';
import { feedLineOf, madeAt } from '#shared/core/feed/feed-entry.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';
import { sentEventOf } from '#shared/mail/notifications/mail-events.ts';

/** Where events go. */
export interface Bus {
  name: string;
  put: PutEvents;
}

// Limits of PutEvents: ten entries and 256 KB a call, of which an entry's other members take less
// than 1 KB.
const entriesACall = 10;

interface PublishEntry {
  sequenceNumber: string;
  entry: Omit<PutEventsRequestEntry, 'EventBusName'>;
  size: number;
}

/**
 * The event of a change of the table: an event that was written, or a mail that was sent, which is
 * the event of its own mark.
 */
const eventOf = ({ eventName, dynamodb }: DynamoDBRecord): DomainEvent | undefined => {
  const sortKey = dynamodb?.NewImage?.sk?.S;
  if (eventName === 'INSERT' && sortKey?.startsWith(eventPrefix))
    return itemOf(dynamodb?.NewImage)?.event as DomainEvent | undefined;
  const after = eventName === 'MODIFY' && sortKey?.startsWith(mailPrefix) ? itemOf(dynamodb?.NewImage) : undefined;
  return after && sentEventOf(itemOf(dynamodb?.OldImage), after);
};

/** A change of the table, and the event that it tells. */
interface PublishedEvent {
  record: DynamoDBRecord;
  event: DomainEvent;
}

const publishedEvents = (records: readonly DynamoDBRecord[]): PublishedEvent[] =>
  records.flatMap((record) => {
    const event = eventOf(record);
    return event ? [{ record, event }] : [];
  });

const feedLinesOf = ({ record, event }: PublishedEvent): FeedLine[] => {
  const line = feedLineOf(event, record.dynamodb?.NewImage?.sk?.S ?? '');
  return line === undefined ? [] : [{ recordId: event.subject.id, line, at: madeAt(event) }];
};

const entryOf = ({ record, event }: PublishedEvent): PublishEntry => {
  const detail = detailOf(event);
  const entry = {
    Source: eventSource,
    DetailType: event.type,
    Time: new Date(event.occurredAt),
    Detail: detail,
  };
  return { sequenceNumber: record.dynamodb?.SequenceNumber ?? '', entry, size: Buffer.byteLength(detail) + 1024 };
};

const callsOf = (entries: PublishEntry[]): PublishEntry[][] => {
  const calls: PublishEntry[][] = [];
  let size = 0;
  for (const one of entries) {
    const last = calls.at(-1);
    if (!last || last.length === entriesACall || size + one.size > largestDetail + 1024) {
      calls.push([one]);
      size = one.size;
    } else {
      last.push(one);
      size += one.size;
    }
  }
  return calls;
};

/** The first entry that the bus did not take; everything from there on comes again. */
const firstRefused = async (bus: Bus, call: PublishEntry[]): Promise<PublishEntry | undefined> => {
  const answer = await bus.put(call.map(({ entry }) => ({ EventBusName: bus.name, ...entry })));
  if (!answer.FailedEntryCount) return undefined;
  const index = answer.Entries?.findIndex((entry) => entry.ErrorCode !== undefined) ?? 0;
  logger.warn('the bus did not take an event', { code: answer.Entries?.[index]?.ErrorCode });
  return call[index];
};

export const publish = (bus: Bus, feed: Pick<Feed, 'append'>) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse, Error, Context>().handler(async ({ Records }) => {
    const published = publishedEvents(Records);
    // The feed first: it takes each once, however often what the bus refuses makes all come again.
    await feed.append(published.flatMap(feedLinesOf));
    for (const call of callsOf(published.map(entryOf))) {
      const refused = await firstRefused(bus, call);
      if (refused) return { batchItemFailures: [{ itemIdentifier: refused.sequenceNumber }] };
    }
    return { batchItemFailures: [] };
  });
