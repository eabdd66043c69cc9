import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Item } from '#shared/core/table/decision.ts';
import { documentsOf, Table } from '#shared/core/table/table.ts';

/** Keeps what a commit would write instead of writing it. */
export class NotebookTable extends Table {
  items: Item[] = [];
  constructor() {
    super(documentsOf(new DynamoDBClient({})), 'notebook');
  }
  override async transact(writes: Parameters<Table['transact']>[0]): Promise<void> {
    for (const { Put } of writes) if (Put) this.items.push(Put.Item as Item);
  }
}
