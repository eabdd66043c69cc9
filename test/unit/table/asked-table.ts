import type { Documents, OperationName } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';

/** A table over a double that notes what it is asked, and answers what it is told to. */
export const askedTable = () => {
  const asked: { operation: OperationName; input: Record<string, unknown> }[] = [];
  let answer: () => unknown = () => ({});
  const send = (async (operation: OperationName, input: Record<string, unknown>) => {
    asked.push({ operation, input });
    return answer();
  }) as unknown as Documents['send'];
  return {
    table: new Table({ send }, 'the-table'),
    asked,
    /** These, one after the other; the last of them from then on. */
    answers: (...all: object[]) => {
      answer = () => (all.length > 1 ? all.shift() : all[0]);
    },
    refuses: (error: Error) => {
      answer = () => {
        throw error;
      };
    },
  };
};
