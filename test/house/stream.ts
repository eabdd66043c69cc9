import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { Change } from '#test/house/memory-dynamodb.ts';
import type { VirtualTime } from '#test/house/virtual-time.ts';

// The stream of the table: each function that follows it is handed the changes in their order, at
// least once, from its own place in them.

const againAfter = 1000;
const batchSize = 100;

type Follower = (event: DynamoDBStreamEvent, context: Context) => Promise<DynamoDBBatchResponse>;

export class Stream {
  readonly #time: VirtualTime;
  readonly #follow: Follower;
  readonly #isWanted: (record: DynamoDBRecord) => boolean;
  #waiting: DynamoDBRecord[] = [];
  #sequence = 0;
  #isHandingOver = false;

  /** @param isWanted what wakes the function at all */
  constructor(time: VirtualTime, follow: Follower, isWanted: (record: DynamoDBRecord) => boolean) {
    this.#time = time;
    this.#follow = follow;
    this.#isWanted = isWanted;
  }

  changed = (changes: readonly Change[]): void => {
    for (const { keys, before, after } of changes) {
      const record = {
        eventName: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT',
        dynamodb: {
          Keys: keys,
          ...(before && { OldImage: before }),
          ...(after && { NewImage: after }),
          SequenceNumber: String(++this.#sequence),
        },
      } as DynamoDBRecord;
      if (this.#isWanted(record)) this.#waiting.push(record);
    }
    if (this.#waiting.length > 0) this.#handOverAt(this.#time.now());
  };

  #handOverAt(instant: number): void {
    if (this.#isHandingOver) return;
    this.#isHandingOver = true;
    this.#time.at(instant, 'delivery', async () => {
      const batch = this.#waiting.slice(0, batchSize);
      const failed = await this.#handOver(batch);
      const from =
        failed === undefined ? batch.length : batch.findIndex(({ dynamodb }) => dynamodb?.SequenceNumber === failed);
      this.#waiting = this.#waiting.slice(Math.max(from, 0));
      // Not before: what it writes itself, or what others do meanwhile, is no batch of its own yet.
      this.#isHandingOver = false;
      if (this.#waiting.length > 0) this.#handOverAt(this.#time.now() + (failed === undefined ? 0 : againAfter));
    });
  }

  /** @returns the sequence number from which on the batch has to come again */
  async #handOver(Records: DynamoDBRecord[]): Promise<string | undefined> {
    try {
      const answer = await this.#follow({ Records }, {} as Context);
      return answer.batchItemFailures[0]?.itemIdentifier;
    } catch {
      return Records[0]?.dynamodb?.SequenceNumber;
    }
  }
}
