import { Temporal } from 'temporal-polyfill';
import type { Client, Fetch, LocalControls } from '#local/demo/client.ts';

/** Where a life is lived: a house, or a stack. */
export interface Place {
  url: string;
  fetch: Fetch;
  local: LocalControls;
}

/**
 * A stretch of virtual time, counted in days from the Monday on which it begins, by the clocks of
 * one place.
 */
export interface Life {
  local: LocalControls;
  /** Goes to a time of day, such as `09:00`, so many days after the beginning. */
  go: (day: number, time: string) => Promise<unknown>;
  /** `9 09h`: on which day of the life an instant lies, and in which hour of the day. */
  dayOf: (instant: string) => string;
  /** An instant so many days later, at the same time of day. */
  later: (instant: string, days: number) => string;
  /** Somebody with a token of today. */
  as: (sub: string, ...groups: string[]) => Promise<Client>;
}

/** Begins on the next Monday. */
export const beginLife = async (local: LocalControls, timeZone: string): Promise<Life> => {
  const zoned = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  const iso = (at: Temporal.ZonedDateTime) => at.toInstant().toString({ fractionalSecondDigits: 3 });
  const today = zoned(await local.now());
  const monday = today.startOfDay().add({ days: 8 - today.dayOfWeek });
  return {
    local,
    go: (day, time) => local.advanceTo(iso(monday.add({ days: day }).withPlainTime(Temporal.PlainTime.from(time)))),
    dayOf: (instant) => {
      const at = zoned(instant);
      const { days } = monday.toPlainDate().until(at.toPlainDate());
      return `${days} ${String(at.hour).padStart(2, '0')}h`;
    },
    later: (instant, days) => iso(zoned(instant).add({ days })),
    as: (sub, ...groups) => local.as({ sub, groups }),
  };
};

/**
 * Every mail that names a record, in the order of days and hours: `9 09h target-reminder → sam`.
 */
export const mailsOf = async ({ local, dayOf }: Life, reference: string): Promise<string[]> => {
  await local.idle();
  return (await local.mails())
    .filter(({ subject, text }) => subject.includes(reference) || text.includes(reference))
    .flatMap(({ at, to, headers }) =>
      to.map((address) => ({
        day: Number(dayOf(at).split(' ')[0]),
        line: `${dayOf(at)} ${headers?.['x-caseward-notification']} → ${address.split('@')[0]}`,
      })),
    )
    .sort((a, b) => a.day - b.day || (a.line < b.line ? -1 : 1))
    .map(({ line }) => line);
};
