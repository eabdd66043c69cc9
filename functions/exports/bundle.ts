// What is handed out as one zip: texts that are made as they are written, and files of the bucket.

/** A text of the zip, piece by piece. */
interface TextEntry {
  name: string;
  pieces: AsyncIterable<string> | Iterable<string>;
}
/** A file of the zip that lies in the bucket, with its size in bytes. */
interface ObjectEntry {
  name: string;
  place: string;
  size: number;
}
export type BundleEntry = TextEntry | ObjectEntry;

export const isObject = (entry: BundleEntry): entry is ObjectEntry => 'place' in entry;

/** Values as JSON lines, a page of them at a time. */
export async function* jsonLines<T>(
  read: (after: string | undefined) => Promise<{ items: readonly T[]; next?: string | undefined }>,
): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const { items, next } = await read(after);
    yield items.map((item) => `${JSON.stringify(item)}\n`).join('');
    if (next === undefined) return;
    after = next;
  }
}

export const jsonText = (value: unknown): string[] => [`${JSON.stringify(value, null, 2)}\n`];
