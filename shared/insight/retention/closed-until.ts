import { Temporal } from 'temporal-polyfill';
import { iso } from '#shared/core/records/instants.ts';
import type { RetentionPolicy } from '#shared/insight/retention/retention-policy.schema.ts';

/** The instant up to which closed records were kept long enough; `at` in epoch milliseconds. */
export const closedUntil = ({ after }: Pick<RetentionPolicy, 'after'>, at: number): string =>
  iso(
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').subtract(Temporal.Duration.from(after))
      .epochMilliseconds,
  );
