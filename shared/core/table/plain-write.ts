import type { Write, WriteCondition } from '#shared/core/table/decision.ts';
import { withoutUndefined } from '#shared/core/table/layout.ts';

/** `#a0 = :a0 AND #a1 = :a1 …` */
const equalities = (values: Record<string, unknown>) => {
  const members = Object.entries(values).map(([name, value], index) => ({ name, value, at: `a${index}` }));
  return {
    ConditionExpression: members.map(({ at }) => `#${at} = :${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(members.map(({ at, name }) => [`#${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(members.map(({ at, value }) => [`:${at}`, value])),
  };
};

const conditionOf = (when: WriteCondition | undefined) => {
  if (when === undefined) return {};
  if (when === 'new') return { ConditionExpression: 'attribute_not_exists(pk)' };
  if ('holds' in when) return equalities(when.holds);
  return {
    ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
    ExpressionAttributeValues: { ':now': when.expiredBefore },
  };
};

/** A write as DynamoDB takes it in a transaction. */
export const plainWrite = (write: Write, name: string) =>
  'delete' in write
    ? { Delete: { TableName: name, Key: write.delete, ...conditionOf(write.when) } }
    : { Put: { TableName: name, Item: withoutUndefined(write.put), ...conditionOf(write.when) } };
