import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { Refusal } from '#shared/errors.ts';
import { secretKey } from '#shared/table/keys.ts';
import type { Table } from '#shared/table/table.ts';

const key = secretKey('cursors');

/**
 * Cursors: opaque, signed, and bound to a query and a caller. The key is made by whoever needs it first and lies in the table, encrypted with the table.
 */
export class Cursors {
  readonly #table: Table;
  #secret: Promise<string> | undefined;

  constructor(table: Table) {
    this.#table = table;
  }

  #loadSecret(): Promise<string> {
    this.#secret ??= this.#readOrMake().catch((error: unknown) => {
      this.#secret = undefined;
      throw error;
    });
    return this.#secret;
  }

  async #readOrMake(): Promise<string> {
    const existing = await this.#table.get(key);
    if (existing) return String(existing.secret);
    try {
      const secret = randomBytes(32).toString('base64');
      await this.#table.put({ ...key, secret }, { ConditionExpression: 'attribute_not_exists(pk)' });
      return secret;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return this.#readOrMake();
      throw error;
    }
  }

  async #sign(encoded: string, scope: string): Promise<string> {
    const digest = createHash('sha256').update(scope).digest('base64');
    return createHmac('sha256', await this.#loadSecret())
      .update(`${digest} ${encoded}`)
      .digest('base64url')
      .slice(0, 22);
  }

  /** @param scope the query and the caller that the cursor is for */
  async seal(position: string, scope: string): Promise<string> {
    const encoded = Buffer.from(position).toString('base64url');
    return `${encoded}.${await this.#sign(encoded, scope)}`;
  }

  /** @throws `invalid-cursor` for one that was made up, changed, or made for another query or caller */
  async open(cursor: string, scope: string): Promise<string> {
    const [encoded, signature, ...rest] = cursor.split('.');
    const refusal = () =>
      new Refusal('invalid-cursor', undefined, {
        faults: [{ pointer: '/query/cursor', code: 'invalid-cursor', detail: 'is not a cursor of this query' }],
      });
    if (!encoded || !signature || rest.length > 0) throw refusal();
    const expected = Buffer.from(await this.#sign(encoded, scope));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw refusal();
    return Buffer.from(encoded, 'base64url').toString();
  }
}
