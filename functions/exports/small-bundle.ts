import { type BundleEntry, isObject } from '#functions/exports/bundle.ts';
import { mostInAnswer, TooLargeForAnswer, ZipWriter } from '#functions/exports/zip.ts';
import type { Services } from '#functions/services.ts';

/** A caller waits so long at the most, then a job does it: some people have hundreds of cases. */
const longest = 5_000;

/**
 * A zip that an answer takes; undefined where all of it is more than that, or takes longer, found
 * out as soon as it does.
 */
export const smallBundle = async (
  services: Services,
  entries: AsyncIterable<BundleEntry>,
  { name, now }: { name: string; now: number },
): Promise<File | undefined> => {
  const zip = new ZipWriter(now);
  try {
    for await (const entry of entries) {
      if (services.now() > now + longest) return undefined;
      if (!isObject(entry)) await zip.write(entry.name, entry.pieces);
      else if (entry.size > mostInAnswer) return undefined;
      else await zip.write(entry.name, [await services.files.read(entry.place)]);
    }
    return zip.finish(name);
  } catch (error) {
    if (error instanceof TooLargeForAnswer) return undefined;
    throw error;
  }
};
