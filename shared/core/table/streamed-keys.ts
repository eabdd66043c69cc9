import { followUpPrefix } from '#shared/core/table/insight-keys.ts';
import { eventPrefix, filePrefix, notePrefix, questionPrefix } from '#shared/core/table/keys.ts';
import { mailPrefix } from '#shared/core/table/mail-keys.ts';

// Which changes of the table wake a function that follows its stream, as the stream filters by
// them: most changes are of links and markers, which tell nobody anything.

/** New events, and mails that were sent. */
export const publishedItems: readonly object[] = [
  { eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: eventPrefix }] } } } },
  {
    eventName: ['MODIFY'],
    dynamodb: { Keys: { sk: { S: [{ prefix: mailPrefix }] } }, NewImage: { state: { S: ['sent'] } } },
  },
];

/** What projections are kept from; a projection of something else adds it here. */
export const projectedItems: readonly object[] = [
  {
    dynamodb: {
      Keys: {
        sk: {
          S: [
            ...['case', 'alert', 'contact'],
            ...[notePrefix, filePrefix, questionPrefix, followUpPrefix].map((prefix) => ({ prefix })),
          ],
        },
      },
    },
  },
];
