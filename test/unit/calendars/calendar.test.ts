import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { amountSchema, signedAmountSchema } from '#shared/core/calendars/amount.ts';
import { calendarSchema } from '#shared/core/calendars/calendar.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

const faults = (schema: z.ZodType, input: unknown): [pointer: string, code: string][] => {
  const { error } = schema.safeParse(input);
  return error ? faultsFrom(error, input).map(({ pointer, code }) => [pointer, code]) : [];
};

const office = { name: 'Office', timeZone: 'Europe/London', week: { monday: [['09:00', '17:00']] } };
const monday = (...intervals: unknown[]) => ({ ...office, week: { monday: intervals } });
const closedOn = (...holidays: unknown[]) => ({ ...office, holidays });

describe('[SLA-2] a calendar', () => {
  const taken: [what: string, input: unknown][] = [
    ['with no holidays', office],
    ['with an alias of a zone', { ...office, timeZone: 'US/Eastern' }],
    ['in UTC', { ...office, timeZone: 'UTC' }],
    ['that works around the clock', monday(['00:00', '24:00'])],
    ['whose intervals touch', monday(['09:00', '12:00'], ['12:00', '17:00'])],
    ['whose intervals are in no order', monday(['13:00', '17:00'], ['09:00', '12:00'])],
    [
      'with a night over two dates',
      { ...office, week: { friday: [['22:00', '24:00']], saturday: [['00:00', '06:00']] } },
    ],
    ['with empty days', { ...office, week: { ...office.week, saturday: [], sunday: [] } }],
    [
      'with a part-day holiday and an empty one',
      closedOn(
        { date: '2026-12-24', hours: [['09:00', '12:00']] },
        { date: '2026-12-25', name: 'Christmas', hours: [] },
      ),
    ],
    ['closed on a leap day', closedOn({ date: '2028-02-29' })],
    [
      'closed on a thousand days',
      closedOn(
        ...Array.from({ length: 1_000 }, (_, day) => ({
          date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
        })),
      ),
    ],
  ];
  it.each(taken)('is taken %s', (_, input) => {
    expect(faults(calendarSchema, input)).toEqual([]);
  });

  const refused: [what: string, input: unknown, ...faults: [pointer: string, code: string][]][] = [
    ['without a name', { ...office, name: ' ' }, ['/name', 'blank']],
    ['with a name that nobody sees', { ...office, name: ' \u200b\ufeff\u2060' }, ['/name', 'blank']],
    ['in an unknown zone', { ...office, timeZone: 'Mars/Olympus' }, ['/timeZone', 'unknown-time-zone']],
    ['in a bare offset', { ...office, timeZone: '+02:00' }, ['/timeZone', 'unknown-time-zone']],
    ['in no zone', { ...office, timeZone: '' }, ['/timeZone', 'unknown-time-zone']],
    ['without a week', { name: 'Office', timeZone: 'UTC' }, ['/week', 'required']],
    ['with an empty week', { ...office, week: {} }, ['/week', 'no-working-time']],
    ['with a week of empty days', { ...office, week: { monday: [], sunday: [] } }, ['/week', 'no-working-time']],
    [
      'that works on listed dates only, after which nothing would come due',
      { ...office, week: {}, holidays: [{ date: '2026-01-01', hours: [['09:00', '12:00']] }] },
      ['/week', 'no-working-time'],
    ],
    ['with a day that is none', { ...office, week: { ...office.week, mon: [] } }, ['/week/mon', 'unknown-field']],
    ['that closes before it opens', monday(['17:00', '09:00']), ['/week/monday/0', 'inverted-interval']],
    ['over midnight in one interval', monday(['22:00', '06:00']), ['/week/monday/0', 'inverted-interval']],
    ['with an interval of no length', monday(['09:00', '09:00']), ['/week/monday/0', 'inverted-interval']],
    ['that opens at 24:00', monday(['24:00', '24:00']), ['/week/monday/0/0', 'invalid-format']],
    ['that closes after 24:00', monday(['09:00', '24:01']), ['/week/monday/0/1', 'invalid-format']],
    ['with a time of one digit', monday(['9:00', '12:00']), ['/week/monday/0/0', 'invalid-format']],
    ['with seconds', monday(['09:00:00', '12:00']), ['/week/monday/0/0', 'invalid-format']],
    ['with half an interval', monday(['09:00']), ['/week/monday/0', 'too-small']],
    [
      'whose intervals overlap',
      monday(['09:00', '12:00'], ['11:59', '17:00']),
      ['/week/monday/1', 'overlapping-interval'],
    ],
    [
      'with an interval twice',
      monday(['09:00', '12:00'], ['09:00', '12:00']),
      ['/week/monday/1', 'overlapping-interval'],
    ],
    [
      'with an interval that holds two others',
      monday(['10:00', '11:00'], ['09:00', '17:00'], ['12:00', '13:00']),
      ['/week/monday/0', 'overlapping-interval'],
      ['/week/monday/2', 'overlapping-interval'],
    ],
    [
      'with more than 24 intervals a day',
      monday(...Array.from({ length: 25 }, (_, i) => [`00:${i + 10}`, `00:${i + 11}`])),
      ['/week/monday', 'too-large'],
    ],
    ['closed on a date that does not exist', closedOn({ date: '2026-02-29' }), ['/holidays/0/date', 'invalid-date']],
    ['closed on no date', closedOn({ date: '24 December' }), ['/holidays/0/date', 'invalid-date']],
    [
      'closed on the same date twice',
      closedOn({ date: '2026-12-25' }, { date: '2026-12-26' }, { date: '2026-12-25' }),
      ['/holidays/2/date', 'holiday-twice'],
    ],
    [
      'with overlapping hours on a holiday',
      closedOn({
        date: '2026-12-24',
        hours: [
          ['09:00', '12:00'],
          ['10:00', '11:00'],
        ],
      }),
      ['/holidays/0/hours/1', 'overlapping-interval'],
    ],
    ['with an unknown field', { ...office, zone: 'UTC' }, ['/zone', 'unknown-field']],
  ];
  it.each(refused)('is refused %s', (_, input, ...told) => {
    expect(faults(calendarSchema, input)).toEqual(told);
  });

  it('is refused for everything that is wrong with it at once', () => {
    const input = {
      name: '',
      timeZone: 'Nowhere',
      week: {
        monday: [
          ['17:00', '09:00'],
          ['9:00', '12:00'],
          ['10:00', '11:00'],
          ['10:30', '12:00'],
        ],
        tuesday: [['09:00']],
      },
      holidays: [{ date: '2026-02-30' }, { date: '2026-01-01' }, { date: '2026-01-01' }, 5],
      colour: 'red',
    };
    expect(faults(calendarSchema, input).sort()).toEqual([
      ['/colour', 'unknown-field'],
      ['/holidays/0/date', 'invalid-date'],
      ['/holidays/2/date', 'holiday-twice'],
      ['/holidays/3', 'wrong-kind'],
      ['/name', 'blank'],
      ['/timeZone', 'unknown-time-zone'],
      ['/week/monday/0', 'inverted-interval'],
      ['/week/monday/1/0', 'invalid-format'],
      ['/week/monday/3', 'overlapping-interval'],
      ['/week/tuesday/0', 'too-small'],
    ]);
  });
});

describe('[SLA-2] an amount of time', () => {
  const days = (amount: unknown) => ({ amount, unit: 'days', time: 'working' });

  it('is one of something to ten years of it', () => {
    for (const amount of [1, 3653]) expect(faults(amountSchema, days(amount))).toEqual([]);
    expect(faults(amountSchema, { amount: 5_260_320, unit: 'minutes', time: 'calendar' })).toEqual([]);
    expect(faults(amountSchema, { amount: 5_260_321, unit: 'minutes', time: 'calendar' })).toEqual([
      ['/amount', 'too-large'],
    ]);
    expect(faults(amountSchema, days(3654))).toEqual([['/amount', 'too-large']]);
  });

  it('is refused where it is none, negative, broken or in another unit', () => {
    for (const amount of [0, -1]) expect(faults(amountSchema, days(amount))).toEqual([['/amount', 'too-small']]);
    for (const amount of [1.5, '1', null])
      expect(faults(amountSchema, days(amount))).toEqual([['/amount', 'wrong-kind']]);
    expect(faults(amountSchema, { amount: 1, unit: 'weeks', time: 'office' })).toEqual([
      ['/unit', 'not-one-of'],
      ['/time', 'not-one-of'],
    ]);
    expect(faults(amountSchema, { amount: 1, unit: 'days' })).toEqual([['/time', 'required']]);
    expect(faults(amountSchema, { ...days(1), calendar: 'campus' })).toEqual([['/calendar', 'unknown-field']]);
  });

  it('may lead back where a change is meant, but not nowhere', () => {
    for (const amount of [-1, 1, -3653]) expect(faults(signedAmountSchema, days(amount))).toEqual([]);
    expect(faults(signedAmountSchema, days(0))).toEqual([['/amount', 'zero']]);
    expect(faults(signedAmountSchema, days(-3654))).toEqual([['/amount', 'too-large']]);
  });
});
