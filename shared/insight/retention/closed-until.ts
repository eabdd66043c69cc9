import { addDelay } from '#shared/core/calendars/delay.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { RetentionPolicy } from '#shared/insight/retention/retention-policy.schema.ts';

/** The instant up to which closed records were kept long enough; `at` in epoch milliseconds. */
export const closedUntil = ({ after }: Pick<RetentionPolicy, 'after'>, at: number): string =>
  iso(addDelay(undefined, at, `-${after}`));
