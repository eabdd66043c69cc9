import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { create as dispositionOf } from 'content-disposition';
import { filesEnvironment } from '#shared/casework/files/environment.ts';
import { safeFileName } from '#shared/casework/files/file-name.ts';
import { iso } from '#shared/core/records/instants.ts';

// An upload may begin for an hour and then take as long as it takes: long enough for a person who
// has to find the file first, too short to be worth passing on.
const uploadSeconds = 60 * 60;
// A page fetches at once what it was given a URL for.
const downloadSeconds = 5 * 60;

/** Where a file may be put, with what has to go with it, or fetched; until an instant. */
export interface SignedUpload {
  method: 'PUT';
  url: string;
  headers: Record<string, string>;
  expiresAt: string;
}
export interface SignedDownload {
  url: string;
  expiresAt: string;
}

export interface StreamedFile {
  content: AsyncIterable<Uint8Array>;
  size: number;
  contentType: string;
}

/** The bucket of files. */
export interface Files {
  read: (place: string) => Promise<Uint8Array>;
  /** The content piece by piece, for what does not fit into memory. */
  stream: (place: string) => Promise<AsyncIterable<Uint8Array>>;
  /** So many bytes of it from a place on; fewer at its end. */
  readRange: (place: string, range: { from: number; length: number }) => Promise<Uint8Array>;
  /** The same of what comes piece by piece, so many bytes in all. */
  writeStream: (place: string, file: StreamedFile) => Promise<void>;
  /** Over what is there: the same content under the same name is the same file. */
  write: (place: string, file: { content: Uint8Array; contentType: string }) => Promise<void>;
  /** Copies an object to where there is none yet; what is there already stays. */
  keep: (from: string, to: string) => Promise<void>;
  /** Whatever is there goes; nothing may be there. */
  remove: (place: string) => Promise<void>;
  /** For exactly so many bytes of this type, and nothing else. */
  signUpload: (place: string, file: { size: number; contentType: string }, now: number) => Promise<SignedUpload>;
  /** To be saved under its name, never to be shown by a browser as a page of ours. */
  signDownload: (place: string, file: { name: string; contentType: string }, now: number) => Promise<SignedDownload>;
}

/** A bucket waits for what is missing, as long as it lives. @throws where there is less or more */
async function* exactly(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let given = 0;
  for await (const piece of content) {
    given += piece.length;
    if (given <= size) yield piece;
  }
  if (given !== size) throw new Error(`${given} bytes came of ${size}`);
}

export const filesIn = (Bucket: string, settings: S3ClientConfig = {}): Files => {
  // A URL is signed before anybody knows the content, so there is no checksum that could be signed
  // with it.
  const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED', ...settings });
  return {
    read: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`${Key} is empty`);
      return Body.transformToByteArray();
    },
    stream: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`${Key} is empty`);
      return Body as Readable;
    },
    readRange: async (Key, { from, length }) => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket, Key, Range: `bytes=${from}-${from + length - 1}` }),
      );
      if (!Body) throw new Error(`${Key} is empty`);
      return Body.transformToByteArray();
    },
    writeStream: async (Key, { content, size, contentType }) => {
      const Body = Readable.from(exactly(content, size));
      const put = new PutObjectCommand({ Bucket, Key, Body, ContentLength: size, ContentType: contentType });
      // The SDK heeds no failure of what it sends: the process would end of it, the upload never.
      const upload = new AbortController();
      const failed = new Promise<never>((_, reject) => {
        Body.once('error', (error) => {
          upload.abort();
          reject(error);
        });
      });
      await Promise.race([failed, s3.send(put, { abortSignal: upload.signal })]);
    },
    write: async (Key, { content, contentType }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: content, ContentType: contentType }));
    },
    keep: async (from, to) => {
      try {
        await s3.send(new CopyObjectCommand({ Bucket, CopySource: `${Bucket}/${from}`, Key: to, IfNoneMatch: '*' }));
      } catch (error) {
        // It was kept before. If it was deleted since, so was the upload, and the next reader gets
        // the error.
        if (!(error instanceof S3ServiceException && error.name === 'PreconditionFailed')) throw error;
      }
    },
    remove: async (Key) => {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    signUpload: async (Key, { size, contentType }, now) => {
      const put = new PutObjectCommand({ Bucket, Key, ContentLength: size, ContentType: contentType });
      const url = await getSignedUrl(s3, put, {
        expiresIn: uploadSeconds,
        signingDate: new Date(now),
        signableHeaders: new Set(['host', 'content-length', 'content-type']),
      });
      // The HTTP client sets the length itself; a browser lets no page do that.
      const headers = { 'content-type': contentType };
      return { method: 'PUT', url, headers, expiresAt: iso(now + uploadSeconds * 1000) };
    },
    signDownload: async (Key, { name, contentType }, now) => {
      const get = new GetObjectCommand({
        Bucket,
        Key,
        // Names from before names were checked are in the table still.
        ResponseContentDisposition: dispositionOf(safeFileName(name) ?? 'file'),
        ResponseContentType: contentType,
      });
      const url = await getSignedUrl(s3, get, { expiresIn: downloadSeconds, signingDate: new Date(now) });
      return { url, expiresAt: iso(now + downloadSeconds * 1000) };
    },
  };
};

/** The bucket of the deployment. */
export const buildFiles = (environment: Record<string, string | undefined>): Files =>
  filesIn(filesEnvironment.parse(environment).FILES_BUCKET);
