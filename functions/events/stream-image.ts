import type { DynamoDBRecord } from 'aws-lambda';
import { valuesOf, type WireValues } from '#shared/core/table/attributes.ts';
import type { Item } from '#shared/core/table/decision.ts';

type StreamImage = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

/** An item as the stream of the table has it. */
export const itemOf = (image: StreamImage): Item | undefined => image && (valuesOf(image as WireValues) as Item);
