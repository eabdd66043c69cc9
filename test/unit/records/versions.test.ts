import { describe, expect, it } from 'vitest';
import type { Refusal } from '#shared/core/errors.ts';
import { type IfMatch, requireVersion, requireVersionToPut } from '#shared/core/records/read.ts';
import { alertThatIs } from '../alerts/sample-alerts.ts';

const record = alertThatIs('triage');
const outcome = (require: () => void): string => {
  try {
    require();
    return 'goes on';
  } catch (error) {
    return (error as Refusal).code;
  }
};

describe('If-Match', () => {
  it.each<[IfMatch | undefined, string]>([
    [undefined, 'goes on'],
    [[4], 'goes on'],
    [[3, 4], 'goes on'],
    ['*', 'goes on'],
    [[3], 'stale'],
    [[5], 'stale'],
    [[], 'stale'],
  ])('[IN-1] that names %s, of a record at version 4: %s', (ifMatch, expected) => {
    expect(outcome(() => requireVersion(record, ifMatch))).toBe(expected);
  });

  it.each<[string, typeof record | undefined, IfMatch | undefined, string]>([
    ['a new record', undefined, undefined, 'goes on'],
    ['a new record, over one that has gone', undefined, [4], 'stale'],
    ['a new record, over whichever there is', undefined, '*', 'stale'],
    ['over one that is there, unread', record, undefined, 'precondition-required'],
    ['over one that is there, as it was read', record, [4], 'goes on'],
    ['over one that is there, whichever it is', record, '*', 'goes on'],
    ['over one that is there, and has changed', record, [3], 'stale'],
  ])('[IN-1] when putting %s', (_what, current, ifMatch, expected) => {
    expect(outcome(() => requireVersionToPut(current, ifMatch))).toBe(expected);
  });

  it('[IN-1] is answered with the ETag there is', () => {
    const stale = expect.objectContaining({ code: 'stale', headers: { etag: '"4"' } });
    expect(() => requireVersion(record, [3])).toThrow(stale);
  });
});
