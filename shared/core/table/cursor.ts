import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refusal } from '#shared/core/errors.ts';
import { Secret } from '#shared/core/table/secret.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * Cursors: opaque, signed, and bound to a query and a caller.
 */
export class Cursors {
  readonly #secret: Secret;

  constructor(table: Table) {
    this.#secret = new Secret(table, 'cursors');
  }

  async #sign(encoded: string, scope: string): Promise<string> {
    const digest = createHash('sha256').update(scope).digest('base64');
    return createHmac('sha256', await this.#secret.load())
      .update(`${digest} ${encoded}`)
      .digest('base64url')
      .slice(0, 22);
  }

  /** @param scope the query and the caller that the cursor is for */
  async seal(position: string, scope: string): Promise<string> {
    const encoded = Buffer.from(position).toString('base64url');
    return `${encoded}.${await this.#sign(encoded, scope)}`;
  }

  /**
   * @throws `invalid-cursor` for one that was made up, changed, or made for another query or caller
   */
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
