import { describe, expect, test } from 'vitest';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { valueAt } from '#shared/core/conditions/fields.ts';
import { stepsOf } from '#shared/core/conditions/path.ts';
import { registry } from './samples.ts';

const canvas = { user_sis_id: 'S7', places: [{ 'a.b': 1 }] };
const detail = {
  actor: { extensions: { 'com.instructure.canvas': canvas, 'bb:user.externalId': 'S8', com: { other: 1 } } },
  'edu.example': { grade: 1 },
  edu: { 'example.grade': 2 },
  list: ['first', 'second'],
  nothing: null,
};
const at = (path: string) => valueAt({ event: { detail } }, path);

describe('[AU-3] [AL-12] the path of a field', () => {
  test.each([
    ['event.detail.actor.extensions["com.instructure.canvas"].user_sis_id', 'S7'],
    ["event.detail.actor.extensions['com.instructure.canvas'].user_sis_id", 'S7'],
    ['event.detail.actor.extensions["com.instructure.canvas"]["user_sis_id"]', 'S7'],
    ['event["detail"].actor["extensions"]["bb:user.externalId"]', 'S8'],
    ['event.detail.actor.extensions["com.instructure.canvas"].places[0]["a.b"]', 1],
    ['event.detail.list[1]', 'second'],
  ])('[AL-12] %s names odd members in brackets', (path, value) => {
    expect(at(path)).toBe(value);
  });

  test.each([
    ['event.detail.actor.extensions.com.instructure.canvas.user_sis_id', 'S7'],
    ['event.detail.actor.extensions.bb:user.externalId', 'S8'],
    ['event.detail.actor.extensions.com.other', 1],
    ['event.detail.list.1', 'second'],
    ['event.detail.nothing', null],
  ])('[AL-12] %s is found with dots alone, where one way leads there', (path, value) => {
    expect(at(path)).toBe(value);
  });

  test.each([
    ['event.detail.edu.example.grade', 'two members have these names'],
    ['event.detail.actor.extensions.com.instructure', 'a name is not there as a whole'],
    ['event.detail.actor.constructor', 'an object has it from JavaScript'],
    ['event.detail.nothing.more', 'there is nothing it could be in'],
    ['event.detail.list["first"]', 'a list has no names'],
  ])('[AL-12] %s finds nothing where %s', (path) => {
    expect(at(path)).toBeUndefined();
  });

  test('[AL-12] is refused when it is saved where it is no path', () => {
    const faults = (field: string) => checkCondition({ field, op: 'exists' }, registry).map(({ pointer }) => pointer);
    expect(faults('event.detail["a.b"].c')).toEqual([]);
    for (const field of [
      'event.detail["a.b].c',
      'event.detail[a]',
      'event.detail.a..b',
      'event.detail.',
      'event.detail[""]',
    ])
      expect([field, faults(field)]).toEqual([field, ['/condition/field']]);
    expect(stepsOf('')).toBeUndefined();
  });

  test('[AL-12] compares numbers that came as the text of their digits', () => {
    const held = (value: string, op: 'is' | 'gt' | 'lt' | 'in', wanted: unknown) =>
      evaluate({ field: 'event.detail.id', op, value: wanted }, { event: { detail: { id: value } } }, 0).held;
    expect(held('74140000000965463', 'is', '74140000000965463')).toBe(true);
    expect(held('74140000000965463', 'is', '74140000000965464')).toBe(false);
    expect(held('74140000000965463', 'in', ['1', '74140000000965463'])).toBe(true);
    expect(held('74140000000965463', 'gt', 5)).toBe(true);
    expect([held('1e400', 'gt', 5), held('1e-400', 'lt', 5), held('Infinity', 'gt', 5)]).toEqual([true, true, false]);
  });
});
