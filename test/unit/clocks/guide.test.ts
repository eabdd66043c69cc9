import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerClocks } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { operateClock } from '#shared/casework/cases/clocks/operate-clock.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { changeStatus, closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { raiseCase } from '#shared/casework/cases/life/raise.ts';
import type { ClockCommand } from '#shared/core/clocks/operation.ts';
import { adviser, caseDefinition, typeOfCases } from '../cases/sample-cases.ts';
import { minutesOfCalendar, workingHours } from './sample-clocks.ts';

// The example of the guide, played: each row of its table is what the product says then.

const guide = readFileSync('docs/guide/time.md', 'utf8');
const rows = guide
  .slice(guide.indexOf('| what happens | state |'))
  .split('\n\n')[0]
  ?.split('\n')
  .slice(2)
  .map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  ) as string[][];

const definition = caseDefinition({
  statuses: typeOfCases.statuses.map((status) =>
    status.key === 'waiting' ? { ...status, pausesClocks: ['completion'] } : status,
  ),
  targets: [
    {
      key: 'completion',
      target: workingHours(4),
      byPriority: { critical: workingHours(1) },
      reminders: [{ before: workingHours(1) }],
      calendar: 'office',
    },
  ],
});
const days = ['Mon', 'Tue'];
const instantOf = (text: string): number => {
  const [, day = 'Mon', hour, minute] = /^(?:(Mon|Tue) )?(\d\d):(\d\d)/.exec(text) ?? [];
  return Date.UTC(2026, 10, 23 + days.indexOf(day), Number(hour), Number(minute));
};
const wakeAt = (record: Case, at: number): Case =>
  wakeCase(record, { at, horizon: Number.POSITIVE_INFINITY }, definition).after;
const operate = (command: ClockCommand) => (record: Case, at: number) =>
  operateClock(record, { clockKey: 'completion', command, at }, definition).after;
const input = { type: 'academic-concern', subject: 'Missed classes' };

const played: Record<string, (record: Case, at: number) => Case> = {
  raised: (_none, at) =>
    raiseCase({ id: '01KAG0000000000000000000C1', reference: 'R', input, by: adviser, at, newId: () => '' }, definition)
      .after,
  'status `waiting`, which pauses it': (record, at) =>
    changeStatus(record, { status: 'waiting', at }, definition).after,
  'somebody pauses it too': operate({ do: 'pause' }),
  'the status goes on': (record, at) => changeStatus(record, { status: 'open', at }, definition).after,
  resumed: operate({ do: 'resume' }),
  'priority `critical`': (record, at) =>
    wakeAt(editCase(record, { changes: { priority: 'critical' }, at }, definition).after, at),
  'extended by 2 hours': operate({ do: 'extend', by: minutesOfCalendar(120) }),
  closed: (record, at) => closeCase({ record, tasks: [], definition }, { reason: 'solved', by: adviser, at }).after,
  reopened: (record, at) => reopenCase(record, { note: 'Again.', at }, definition).after,
};

describe('the clock of the guide', () => {
  it('[SLA-3] [SLA-7] [SLA-8] is in each row as the product has it then', () => {
    expect(rows).toHaveLength(9);
    let record = {} as Case;
    for (const [when = '', state, due, left] of rows) {
      const at = instantOf(when);
      const [, what = ''] = /^(?:Tue )?\d\d:\d\d (.*)$/.exec(when) ?? [];
      const step = played[what];
      if (!step) throw new Error(`the guide tells of something else: ${what}`);
      record = step(wakeIfThere(record, at), at);
      const [clock] = answerClocks(record, definition, at);
      expect([when, clock?.state]).toEqual([when, state]);
      if (due) expect([when, clock?.dueAt]).toEqual([when, new Date(instantOf(due)).toISOString()]);
      if (left) expect([when, clock?.remaining]).toEqual([when, Number.parseFloat(left) * 3_600_000]);
    }
  });
});

const wakeIfThere = (record: Case, at: number): Case => (record.id ? wakeAt(record, at) : record);
