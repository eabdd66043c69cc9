import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

const secrets = new WeakMap<object, KeyObject>();

/** A key of bytes as OpenSSL takes it: to make that of them is most of what signing costs. */
const secretOf = (bytes: ArrayBuffer | ArrayBufferView): KeyObject => {
  const known = secrets.get(bytes) ?? createSecretKey(bytes as Uint8Array);
  secrets.set(bytes, known);
  return known;
};

/** SHA-256 and its HMAC for the signer of the SDK, which hands over in one piece what it signs. */
export class Sha256 {
  readonly #secret: string | KeyObject | undefined;
  #data: Uint8Array = new Uint8Array(0);

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#secret = typeof secret === 'object' ? secretOf(secret) : secret;
  }

  update(data: Uint8Array): void {
    this.#data = this.#data.length === 0 ? data : Buffer.concat([this.#data, data]);
  }

  async digest(): Promise<Uint8Array> {
    return this.#secret === undefined
      ? hash('sha256', this.#data, 'buffer')
      : createHmac('sha256', this.#secret).update(this.#data).digest();
  }

  reset(): void {
    this.#data = new Uint8Array(0);
  }
}
