import { figures } from '#functions/insight/figures.ts';
import { keepSearch } from '#functions/search/keep-search.ts';
import type { Services } from '#functions/services.ts';
import { countProjection } from '#functions/views/count-projection.ts';
import type { Projection } from '#shared/insight/change.ts';

/** Everything that is kept from the stream of the table, in one function. */
export const projectionsOf = (services: Services): readonly Projection[] => [
  keepSearch(services),
  figures(services),
  countProjection(services),
];
