import { answerConfiguration } from '#functions/api/config/kept.ts';
import { pageOf } from '#functions/api/pages.ts';
import type { Services } from '#functions/services.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import { readBelow } from '#shared/core/records/read.ts';
import { eventPrefix } from '#shared/core/table/keys.ts';

type SavedEvent = DomainEvent & { record: Configuration };

/** A deletion takes away all that there was, which its event still has as the record. */
const isDeletion = ({ changed, after, record }: SavedEvent): boolean =>
  Object.keys(record.value).some((member) => changed.includes(member) && own(after, member) === undefined);

const answerVersion = (event: SavedEvent) => ({
  ...answerConfiguration(event.record),
  savedBy: event.actor,
  ...(isDeletion(event) && { deleted: true as const }),
});

/**
 * A page of the versions of a configuration, as it was saved each time.
 * @throws `not-found` where it is not there and nobody ever saved it
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
    const isNeverSaved = items.length === 0 && place.after === undefined;
    if (isNeverSaved && !(await services.definitions.one(kind, key))) throw new Refusal('not-found');
    return { items: items.map(({ event }) => answerVersion(event as SavedEvent)), next };
  });
};
