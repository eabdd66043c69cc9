import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { type Files, filesIn, type StreamedFile } from '#functions/files.ts';
import { S3Error } from '#local/objects/s3-error.ts';
import { checkSignedUrl } from '#local/objects/signed-urls.ts';

interface Stored {
  content: Uint8Array;
  contentType: string;
}

interface Given {
  now: () => number;
  /** Called for every object that comes or is overwritten. */
  arrived: (key: string, size: number) => void;
  from?: Bucket | undefined;
}

const bucket = 'files';
const endpoint = 'http://localhost';
const credentials = { accessKeyId: 'house', secretAccessKey: 'house' };
const settings = { endpoint, credentials, region: 'eu-west-1', forcePathStyle: true };

// Signs URLs by itself. To build a client takes longer than to build a house.
let signing: Files | undefined;

/** As the SDK throws it. */
const noSuchKey = (key: string): Error =>
  Object.assign(new Error(`there is no object ${key}`), { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });

/**
 * The bucket of files in memory. Its URLs are signed by the product and checked as S3 checks them,
 * and only `fetch` here answers them.
 */
export class Bucket {
  readonly #objects: Map<string, Stored>;
  readonly #given: Given;

  constructor(given: Given) {
    this.#objects = new Map(given.from ? given.from.#objects : []);
    this.#given = given;
  }

  put(key: string, object: Stored): void {
    this.#objects.set(key, object);
    this.#given.arrived(key, object.content.byteLength);
  }

  /** @param check throws where a process is to die */
  files(check: () => void = () => {}): Files {
    signing ??= filesIn(bucket, settings);
    const { signUpload, signDownload } = signing;
    const stored = (key: string): Stored => {
      const object = this.#objects.get(key);
      if (!object) throw noSuchKey(key);
      return object;
    };
    const checked =
      <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer> | Answer) =>
      async (...given: Given): Promise<Answer> => {
        check();
        return call(...given);
      };
    return {
      signUpload: checked(signUpload),
      signDownload: checked(signDownload),
      read: checked((key: string) => stored(key).content),
      stream: checked((key: string) => Readable.from([stored(key).content])),
      readRange: checked((key: string, { from, length }: { from: number; length: number }) =>
        stored(key).content.subarray(from, from + length),
      ),
      writeStream: checked(async (key: string, { content, size, contentType }: StreamedFile) => {
        const written = Buffer.from(await new Response(ReadableStream.from(content)).arrayBuffer());
        if (written.byteLength !== size) throw new Error(`${written.byteLength} bytes came of ${size}`);
        this.put(key, { content: written, contentType });
      }),
      write: checked((key: string, object: Stored) => this.put(key, object)),
      keep: checked((from: string, to: string) => {
        const object = stored(from);
        if (!this.#objects.has(to)) this.put(to, object);
      }),
      remove: checked((key: string) => void this.#objects.delete(key)),
    };
  }

  /** Answers a request for a URL that was signed here. */
  async fetch(url: string, { method = 'GET', headers, body }: RequestInit = {}): Promise<Response> {
    const { pathname, search, searchParams } = new URL(url);
    const key = decodeURIComponent(pathname.slice(bucket.length + 2));
    const content = new Uint8Array(await new Response(body ?? null).arrayBuffer());
    const sent = {
      host: 'localhost',
      'content-length': String(content.byteLength),
      ...Object.fromEntries(new Headers(headers)),
    };
    const request = { method, url: `${pathname}${search}`, headers: sent } as unknown as IncomingMessage;
    try {
      await checkSignedUrl(request, { credentials, now: this.#given.now() });
    } catch (error) {
      if (error instanceof S3Error) return new Response(error.code, { status: error.status });
      throw error;
    }
    if (method === 'PUT') {
      this.put(key, { content, contentType: new Headers(headers).get('content-type') ?? '' });
      return new Response(null, { status: 200 });
    }
    const object = this.#objects.get(key);
    if (!object) return new Response('NoSuchKey', { status: 404 });
    return new Response(Buffer.from(object.content), {
      headers: {
        'content-type': searchParams.get('response-content-type') ?? object.contentType,
        'content-disposition': searchParams.get('response-content-disposition') ?? 'inline',
      },
    });
  }
}
