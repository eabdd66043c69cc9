/**
 * What an answer says it cost (see functions/api/around-requests.ts): milliseconds of our own and
 * of the table's, read units, and calls of DynamoDB.
 */
export interface ServerTiming {
  own: number;
  table: number;
  reads: number;
  calls: number;
}

const shape = /own;dur=([\d.-]+), table;dur=([\d.]+);desc="reads=([\d.]+) writes=[\d.]+ calls=(\d+)"/;

/** Its write units are left out: DynamoDB Local reports a transaction wrongly. */
export const serverTimingOf = (headers: Headers): ServerTiming => {
  const [, own, table, reads, calls] = shape.exec(headers.get('server-timing') ?? '') ?? [];
  if (calls === undefined) throw new Error(`no costs in server-timing: ${headers.get('server-timing')}`);
  return { own: Number(own), table: Number(table), reads: Number(reads), calls: Number(calls) };
};
