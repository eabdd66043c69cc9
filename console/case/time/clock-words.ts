import type { ClockAnswer, ClockMove } from '#console/case/case-queries.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of time as people say them: two parts at the most, and never seconds. */
type LengthWords =
  | { key: 'minutes'; minutes: number }
  | { key: 'hours'; hours: number; minutes: number }
  | { key: 'days'; days: number; hours: number };

/**
 * What is left of a target, or how long something took, in whole minutes. Days only of calendar
 * time: how long a day of working time is, each calendar says otherwise.
 */
export const lengthWords = (ms: number, isWorking: boolean): LengthWords => {
  const far = Math.max(0, ms);
  if (!isWorking && far >= 2 * day)
    return { key: 'days', days: Math.floor(far / day), hours: Math.floor((far % day) / hour) };
  if (far >= hour) return { key: 'hours', hours: Math.floor(far / hour), minutes: Math.floor((far % hour) / minute) };
  return { key: 'minutes', minutes: Math.ceil(far / minute) };
};

/**
 * What is left now of what the API said was left at an instant. Working time may have stood still
 * since, so only calendar time is counted on here.
 */
export const leftNow = (
  { state, remaining, dueAt }: Pick<ClockAnswer, 'state' | 'remaining' | 'dueAt'>,
  { now, isWorking }: { now: number; isWorking: boolean },
): number => (state === 'running' && !isWorking && dueAt ? Math.max(0, Date.parse(dueAt) - now) : remaining);

export type ClockAct = 'set' | 'extend' | 'restore' | 'clear' | 'pause' | 'resume';

interface TargetRules {
  staffMaySet: boolean;
  staffMayExtend: boolean;
}

/** What the reader may do to a clock, as the API would take it. */
export const actsOnClock = (
  { state, pausedBy, stoppedAt }: Pick<ClockAnswer, 'state' | 'pausedBy' | 'stoppedAt'>,
  { target, isAdmin }: { target: TargetRules | undefined; isAdmin: boolean },
): ClockAct[] => {
  if (stoppedAt !== undefined || state === 'met') return [];
  const maySet = isAdmin || (target?.staffMaySet ?? false);
  const mayExtend = isAdmin || (target?.staffMayExtend ?? false);
  const isByHand = pausedBy?.includes('hand') ?? false;
  const acts: [ClockAct, boolean][] = [
    ['extend', mayExtend && state !== 'cleared'],
    ['set', maySet],
    ['pause', (maySet || mayExtend) && (state === 'running' || state === 'paused') && !isByHand],
    ['resume', (maySet || mayExtend) && isByHand],
    ['restore', maySet || mayExtend],
    ['clear', maySet && state !== 'cleared'],
  ];
  return acts.flatMap(([act, isTaken]) => (isTaken ? [act] : []));
};

/** What became of a clock by one move of it. */
type MoveWhat = 'paused' | 'resumed' | 'held' | 'missed' | 'met' | 'cleared' | 'later' | 'earlier' | 'again';
/** What led to it: something done to the clock, or an event of the case. */
export type MoveWhy = { by: 'operation'; operation: string } | { by: 'event'; event: string };

export interface LedgerLine {
  at: string;
  what: MoveWhat;
  why: MoveWhy;
  actor: ClockMove['why']['by'];
  note?: string;
  /** Where the target stands after it, where it stands anywhere. */
  dueAt?: string;
}

const whatOf = ({ from, to }: Pick<ClockMove, 'from' | 'to'>): MoveWhat => {
  if (to.state === 'breached' && from.state !== 'breached') return 'missed';
  if (to.state === 'met') return 'met';
  if (to.state === 'cleared') return 'cleared';
  if (to.state === 'paused' && from.state !== 'paused') return 'paused';
  if (from.state === 'paused' && to.state === 'running') return 'resumed';
  if (from.state === 'paused' && to.state === 'paused' && from.dueAt === to.dueAt) return 'held';
  if (from.state === 'met' || from.state === 'cleared' || from.state === 'breached') return 'again';
  return to.dueAt < from.dueAt ? 'earlier' : 'later';
};

/** The ledger of a clock, line by line: what became of it and what led to that. */
export const ledgerLines = (moves: readonly ClockMove[]): LedgerLine[] =>
  moves.map(({ at, why, from, to }) => {
    const operation = why.operation?.do;
    const isOver = to.state === 'met' || to.state === 'cleared' || to.state === 'paused';
    return {
      at,
      what: whatOf({ from, to }),
      why: typeof operation === 'string' ? { by: 'operation', operation } : { by: 'event', event: why.kind },
      actor: why.by,
      ...(why.note !== undefined && { note: why.note }),
      ...(!isOver && { dueAt: to.dueAt }),
    };
  });
