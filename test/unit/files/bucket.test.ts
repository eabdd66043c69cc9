import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '#functions/files.ts';

describe('the bucket of files', () => {
  // Takes whatever is sent, and answers when all of it is there.
  const server = createServer((request, response) => {
    request.on('error', () => undefined).resume();
    request.on('end', () => response.end());
  });
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void server.close());
  const files = () =>
    filesIn('bucket', {
      region: 'eu-west-1',
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const file = { size: 20, contentType: 'text/plain' };

  it('[BU-2] takes what comes piece by piece', async () => {
    async function* content() {
      yield Buffer.alloc(10);
      yield Buffer.alloc(10);
    }
    await expect(files().writeStream('whole', { ...file, content: content() })).resolves.toBeUndefined();
  });

  it('[BU-2] refuses what breaks off at once, with the reason, and the process goes on', async () => {
    async function* content() {
      yield Buffer.alloc(10);
      throw new Error('what it is made of was deleted');
    }
    await expect(files().writeStream('half', { ...file, content: content() })).rejects.toThrow(/was deleted/);
  });

  it.for([1, 3])('[BU-2] refuses what is not as long as was said: %i of two pieces', async (pieces) => {
    async function* content() {
      for (let piece = 0; piece < pieces; piece++) yield Buffer.alloc(10);
    }
    await expect(files().writeStream('other', { ...file, content: content() })).rejects.toThrow(/bytes came of 20/);
  });
});
