import { randomBytes } from 'node:crypto';
import { type SecretName, secretKey } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * A key to sign with. The first function that needs it makes it; it lies in the table, encrypted
 * with the table.
 */
export class Secret {
  readonly #table: Pick<Table, 'get' | 'put'>;
  readonly #name: SecretName;
  #known: Promise<string> | undefined;

  constructor(table: Pick<Table, 'get' | 'put'>, name: SecretName) {
    this.#table = table;
    this.#name = name;
  }

  load(): Promise<string> {
    this.#known ??= this.#readOrMake().catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return this.#known;
  }

  async #readOrMake(): Promise<string> {
    const key = secretKey(this.#name);
    const existing = await this.#table.get(key);
    if (existing) return String(existing.secret);
    const secret = randomBytes(32).toString('base64');
    return (await putNew(this.#table, { ...key, secret })) ? secret : this.#readOrMake();
  }
}
