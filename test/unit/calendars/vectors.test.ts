import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { WorkingHours } from '#shared/core/calendars/calendar.ts';
import { addAmount, compileCalendar, workingTimeBetween } from '#shared/core/calendars/working-time.ts';

// Answers of two engines written by others (Business::Hours and OTRS), kept beside the repository;
// see the README there.
const file = new URL('../../../../shared/vectors/working-time.jsonl', import.meta.url);
const missing = 'the vectors are not beside this checkout (../shared/vectors)';

type Vector = { start: string; calendar: WorkingHours } & (
  | { op: 'add'; minutes: number; result: string }
  | { op: 'between'; end: string; seconds: number }
);

const answer = (vector: Vector): string | number => {
  const calendar = compileCalendar(vector.calendar);
  const start = Date.parse(vector.start);
  return vector.op === 'add'
    ? new Date(addAmount(calendar, start, { amount: vector.minutes, unit: 'minutes', time: 'working' })).toISOString()
    : workingTimeBetween(calendar, start, Date.parse(vector.end));
};

describe('[SLA-2] the vectors of two other engines', () => {
  it('are answered alike, all of them', (context) => {
    context.skip(!existsSync(file), missing);
    const vectors = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): Vector => JSON.parse(line));
    const told = vectors.map((vector) =>
      vector.op === 'add' ? new Date(vector.result).toISOString() : vector.seconds * 1000,
    );
    expect(vectors).toHaveLength(700);
    expect(vectors.map(answer)).toEqual(told);
  });
});
