import type { PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import { type AwsAccess, callerOf, errorOf } from '#shared/core/aws/call-aws.ts';

/** Puts events on a bus of EventBridge. */
export type PutEvents = (entries: PutEventsRequestEntry[]) => Promise<PutEventsResponse>;

const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };

/** EventBridge itself. */
export const putEventsOf = (access: AwsAccess): PutEvents => {
  const call = callerOf(access, { name: 'events', refusalOf: errorOf });
  return (entries) => {
    const Entries = entries.map(({ Time, ...entry }) => ({ ...entry, ...(Time && { Time: Time.getTime() / 1000 }) }));
    return call({ path: '/', headers, body: JSON.stringify({ Entries }) });
  };
};
