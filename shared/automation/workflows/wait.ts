import { renderText } from '#shared/automation/signals/texts.ts';
import type { WaitStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import { addDelay } from '#shared/core/calendars/delay.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { workingMoment } from '#shared/core/calendars/working-time.ts';
import { instantAt, zoneOffsets } from '#shared/core/calendars/zone-offsets.ts';
import { Refusal } from '#shared/core/errors.ts';
import { isWritten } from '#shared/core/records/instants.ts';

interface WaitContext {
  /** When the wait began, epoch milliseconds. */
  since: number;
  calendarOf: (key: string) => CompiledCalendar | undefined;
  /** What a text may say. */
  scope: object;
  /** In which a date begins. */
  timeZone: string;
}

const dateForm = /^\d{4}-\d\d-\d\d$/;
const day = 24 * 60 * 60 * 1000;

/** The first instant of a date in a zone. */
const beginningOf = (date: string, timeZone: string): number => {
  const wall = Date.parse(date);
  return instantAt(zoneOffsets(timeZone, wall - 3 * day, wall + 3 * day), wall);
};

const textOf = (until: string, scope: object): string => {
  try {
    return until.includes('{') ? renderText(until, scope) : until;
  } catch (error) {
    throw new Refusal('no-instant', `"${until}" cannot be worked out: ${(error as Error).message}`);
  }
};

/** @throws `no-instant` where the text gives none */
const instantOf = (until: string, { scope, timeZone }: WaitContext): number => {
  const text = textOf(until, scope);
  const instant = dateForm.test(text) ? beginningOf(text, timeZone) : Date.parse(text);
  if (!isWritten(instant)) throw new Refusal('no-instant', `"${text}" is no instant and no date`);
  return instant;
};

/**
 * When a wait is over by itself, in epoch milliseconds; undefined for one that only an event ends.
 * @throws `no-instant`, `no-working-time`
 */
export const waitUntil = (step: WaitStep, context: WaitContext): number | undefined => {
  const { since, calendarOf } = context;
  const calendar = step.calendar === undefined ? undefined : calendarOf(step.calendar);
  if (step.calendar !== undefined && !calendar) throw new Refusal('no-working-time', 'the calendar is not there');
  const over = () => {
    if (step.until !== undefined) return instantOf(step.until, context);
    return step.for === undefined ? since : addDelay(calendar, since, step.for);
  };
  if (step.event !== undefined && step.for === undefined) return undefined;
  return step.at && calendar ? workingMoment(calendar, over(), 1) : over();
};
