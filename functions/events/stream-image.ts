import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Item } from '#shared/core/table/decision.ts';

type StreamImage = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** An item as the stream of the table has it. */
export const itemOf = (image: StreamImage): Item | undefined =>
  image && (unmarshall(image as Record<string, AttributeValue>) as Item);
