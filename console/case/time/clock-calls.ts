import { useApi } from '#console/app/context.ts';
import { useCase } from '#console/case/case-context.ts';
import type { ClockAct } from '#console/case/time/clock-words.ts';
import type { Amount } from '#shared/core/calendars/amount.ts';

/** What is said of a change to a clock. */
interface ClockChange {
  /** The instant it is set to; else it is set by the amount from now on. */
  to: string | undefined;
  amount: Amount;
  note: string;
}
export type ClockCalls = Readonly<Record<ClockAct, (change: ClockChange) => Promise<unknown>>>;

const why = (note: string) => (note.trim() === '' ? {} : { note });
const target = ({ to, amount, note }: ClockChange) =>
  to === undefined ? { in: amount, ...why(note) } : { to, ...why(note) };

/** What is done to a clock of the case. */
export const useCaseClockCalls = (key: string): ClockCalls => {
  const api = useApi();
  const { id } = useCase();
  const path = { id, key };
  return {
    set: (change) => api.setClock({ path, body: target(change) }),
    extend: ({ amount, note }) => api.extendClock({ path, body: { by: amount, ...why(note) } }),
    restore: ({ note }) => api.restoreClock({ path, body: why(note) }),
    clear: ({ note }) => api.clearClock({ path, body: why(note) }),
    pause: ({ note }) => api.pauseClock({ path, body: { note } }),
    resume: ({ note }) => api.resumeClock({ path, body: why(note) }),
  };
};

/** The same of the clock of a task. */
export const useTaskClockCalls = (taskId: string): ClockCalls => {
  const api = useApi();
  const { id } = useCase();
  const path = { id, taskId };
  return {
    set: (change) => api.setTaskClock({ path, body: target(change) }),
    extend: ({ amount, note }) => api.extendTaskClock({ path, body: { by: amount, ...why(note) } }),
    restore: ({ note }) => api.restoreTaskClock({ path, body: why(note) }),
    clear: ({ note }) => api.clearTaskClock({ path, body: why(note) }),
    pause: ({ note }) => api.pauseTaskClock({ path, body: { note } }),
    resume: ({ note }) => api.resumeTaskClock({ path, body: why(note) }),
  };
};
