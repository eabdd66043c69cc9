import { Cron } from 'croner';

/** The instants at which a schedule fires. */
export interface Firings {
  expression: string;
  /** The first one later than the instant; undefined when there is none any more. */
  after(instant: number): number | undefined;
  /**
   * The last one that is not later than the instant, of those from `first` on; undefined when
   * `first` is later.
   */
  lastUntil(instant: number, first: number): number | undefined;
}

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)`, `cron(0 8 ? * MON-FRI *)` or `at(2026-12-01T08:00:00)`. Throws, in
 * words, for anything else.
 */
export function firingsOf(expression: string, zone: string): Firings {
  const [, kind, argument = ''] = /^(rate|cron|at)\(([^()]+)\)$/.exec(expression) ?? [];
  if (kind === 'rate') return rate(expression, argument);
  if (kind === 'cron') return cron(expression, argument, zone);
  if (kind === 'at') return dated(expression, new Cron(argument, { timezone: zone }));
  throw new Error(`ScheduleExpression ${expression} is none of rate(…), cron(…) and at(…)`);
}

function rate(expression: string, argument: string): Firings {
  const [, digits, unit, plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(argument) ?? [];
  const amount = Number(digits);
  if (!unit || amount < 1 || (amount === 1) !== (plural === '')) {
    throw new Error(`${expression}: a rate is such as rate(1 hour) or rate(5 minutes)`);
  }
  const every = amount * unitMs[unit as keyof typeof unitMs];
  return {
    expression,
    after: (instant) => instant + every,
    lastUntil: (instant, first) =>
      instant < first ? undefined : first + Math.floor((instant - first) / every) * every,
  };
}

/** AWS's six fields: minutes, hours, day of month, month, day of week (1 is Sunday), year. */
function cron(expression: string, argument: string, zone: string): Firings {
  const fields = argument.trim().split(/\s+/);
  if (fields.length !== 6) throw new Error(`${expression}: a cron expression has six fields`);
  if ((fields[2] === '?') === (fields[4] === '?')) {
    throw new Error(`${expression}: of day of month and day of week one, and only one, must be ?`);
  }
  // Croner begins with seconds, and takes 0/15 for a mistake by default.
  const options = { mode: '7-part', alternativeWeekdays: true, sloppyRanges: true, timezone: zone } as const;
  return dated(expression, new Cron(`0 ${fields.join(' ')}`, options));
}

function dated(expression: string, times: Cron): Firings {
  const after = (instant: number) => times.nextRun(new Date(instant))?.getTime();
  return {
    expression,
    after,
    lastUntil(instant, first) {
      let last: number | undefined;
      for (let next: number | undefined = first; next !== undefined && next <= instant; next = after(next)) last = next;
      return last;
    },
  };
}
