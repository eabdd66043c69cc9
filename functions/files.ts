import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { filesEnvironment } from '#shared/files/environment.ts';

/** The bucket of files. */
export interface Files {
  read: (place: string) => Promise<Uint8Array>;
  /** Over what is there: the same content under the same name is the same file. */
  write: (place: string, file: { content: Uint8Array; contentType: string }) => Promise<void>;
}

export const buildFiles = (environment: Record<string, string | undefined>): Files => {
  const { FILES_BUCKET: Bucket } = filesEnvironment.parse(environment);
  const s3 = new S3Client({});
  return {
    read: async (Key) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      if (!Body) throw new Error(`${Key} is empty`);
      return Body.transformToByteArray();
    },
    write: async (Key, { content, contentType }) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: content, ContentType: contentType }));
    },
  };
};
