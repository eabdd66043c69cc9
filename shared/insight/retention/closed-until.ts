import { Temporal } from 'temporal-polyfill';
import { iso } from '#shared/core/records/instants.ts';
import type { RetentionPolicy } from '#shared/insight/retention/retention-policy.ts';

/** The instant up to which what was closed has been kept long enough; `at` in epoch milliseconds. */
export const closedUntil = ({ after }: Pick<RetentionPolicy, 'after'>, at: number): string =>
  iso(
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').subtract(Temporal.Duration.from(after))
      .epochMilliseconds,
  );
