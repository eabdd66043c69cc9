import { describe, expect, it } from 'vitest';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import type { Table } from '#shared/core/table/table.ts';

/** Definitions over a table that only tells its epoch, and how often it was asked for it. */
const counted = () => {
  const asked = { times: 0 };
  const table = {
    get: async () => {
      asked.times++;
      return { epoch: String(asked.times) };
    },
  } as unknown as Table;
  return { asked, definitions: new Definitions(table) };
};

describe('what is kept of configuration', () => {
  it('[CA-3] is compared once a minute for those who only look', async () => {
    const { asked, definitions } = counted();
    const answers: boolean[] = [];
    for (const now of [0, 1, 59_999, 60_000, 60_001]) answers.push(await definitions.refreshOnceAMinute(now));
    expect(answers).toEqual([true, false, false, true, false]);
    expect(asked.times).toBe(2);
  });

  it('[CA-3] is compared each time for those who decide', async () => {
    const { asked, definitions } = counted();
    for (let round = 0; round < 3; round++) await definitions.refresh();
    expect(asked.times).toBe(3);
  });

  it('[CA-3] is compared anew where the clock was set back', async () => {
    const { definitions } = counted();
    await definitions.refreshOnceAMinute(100_000);
    expect(await definitions.refreshOnceAMinute(50_000)).toBe(true);
  });
});
