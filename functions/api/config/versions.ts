import { answerConfiguration } from '#functions/api/config/kept.ts';
import { pageOf } from '#functions/api/pages.ts';
import type { Services } from '#functions/services.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readBelow } from '#shared/core/records/read.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';

/**
 * A page of the versions of a configuration, as it was saved each time.
 * @throws `not-found` where nobody ever saved it
 */
export const pageOfVersions = async (
  services: Services,
  request: Parameters<typeof pageOf>[1],
  { kind, key }: { kind: Kind; key: string },
) => {
  const id = `${kind}/${key}`;
  return pageOf(services, request, id, async (place) => {
    const subject = { kind: 'configuration' as const, id };
    const { items, next } = await readBelow(services.table, subject, { prefix: eventPrefix, ...place });
    if (items.length === 0 && place.after === undefined) throw new Refusal('not-found');
    const records = items.map((item) => (item.event as { record: Configuration }).record);
    return { items: records.map(answerConfiguration), next };
  });
};
