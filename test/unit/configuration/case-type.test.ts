import { describe, expect, it } from 'vitest';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import { typeOfCases } from '../cases/sample-cases.ts';

const faultsOf = (schema: typeof caseTypeSchema | typeof alertTypeSchema, value: object): string[] => {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : faultsFrom(parsed.error, value).map(({ pointer, code }) => `${pointer} ${code}`);
};
const [first, second, , resolved] = typeOfCases.statuses;
const hour = { amount: 1, unit: 'hours', time: 'calendar' };
const workingHour = { amount: 1, unit: 'hours', time: 'working' };
const completion = { key: 'completion', target: hour };

describe('a case type', () => {
  it('[CA-3] is taken as it should be, with what it leaves out filled in', () => {
    expect(faultsOf(caseTypeSchema, typeOfCases)).toEqual([]);
    const { name, statuses, defaultStatus, defaultPriority } = typeOfCases;
    expect(caseTypeSchema.parse({ name, statuses, defaultStatus, defaultPriority })).toMatchObject({
      enabled: true,
      fields: [],
      targets: [],
      groups: { starters: [], managers: [], escalation: [] },
    });
  });

  it.each<[string, object, string[]]>([
    ['a status twice', { statuses: [first, first, resolved], closureReasons: [] }, ['/statuses/1/key duplicate']],
    ['no resolved status', { statuses: [first, second], closureReasons: [] }, ['/statuses no-resolved-status']],
    ['a default status that there is not', { defaultStatus: 'lost' }, ['/defaultStatus unknown-status']],
    ['a default status that is closed', { defaultStatus: 'resolved' }, ['/defaultStatus closed-status']],
    [
      'transitions from and to what there is not',
      { transitions: { lost: ['new'], new: ['open', 'gone'] } },
      ['/transitions/lost unknown-status', '/transitions/new/1 unknown-status'],
    ],
    ['a default priority that is not among its own', { defaultPriority: 'low' }, ['/defaultPriority unknown-priority']],
    [
      'a reason for closing that leads to what is open',
      {
        closureReasons: [
          { key: 'a', name: 'A', status: 'open' },
          { key: 'b', name: 'B', status: 'lost' },
        ],
      },
      ['/closureReasons/0/status unknown-status', '/closureReasons/1/status unknown-status'],
    ],
    ['a target twice', { targets: [completion, completion] }, ['/targets/1/key duplicate']],
    [
      'a target for a priority that is not among its own',
      { targets: [{ ...completion, byPriority: { low: hour } }] },
      ['/targets/0/byPriority/low unknown-priority'],
    ],
    [
      'working time without a calendar',
      { targets: [{ ...completion, target: workingHour }] },
      ['/targets/0/calendar required'],
    ],
    [
      'a reminder in working time without a calendar',
      { targets: [{ ...completion, reminders: [{ before: workingHour }] }] },
      ['/targets/0/calendar required'],
    ],
    [
      'a target that is no amount',
      { targets: [{ ...completion, target: { ...hour, amount: 0 } }] },
      ['/targets/0/target/amount too-small'],
    ],
    ['a target of no known kind', { targets: [{ ...completion, key: 'someday' }] }, ['/targets/0/key invalid-format']],
    ['a member that there is not', { colour: 'red' }, ['/colour unknown-field']],
  ])('[CA-3] is refused with %s', (_what, members, faults) => {
    expect(faultsOf(caseTypeSchema, { ...typeOfCases, ...members })).toEqual(faults);
  });

  it('[CA-3] has all its faults named at once', () => {
    const wrong = { defaultStatus: 'lost', defaultPriority: 'low', targets: [{ ...completion, target: workingHour }] };
    expect(faultsOf(caseTypeSchema, { ...typeOfCases, ...wrong })).toHaveLength(3);
  });

  it('[CA-3] [IN-1] has those between its members named beside those of one, and none of what that may have', () => {
    const targets = [{ ...completion, target: workingHour, calendar: 'campus', starts: 'someday' }];
    const wrong = { defaultStatus: 'lost', transitions: { new: ['gone'] }, defaultPriority: 'low', targets };
    expect(faultsOf(caseTypeSchema, { ...typeOfCases, ...wrong })).toEqual([
      '/targets/0/starts not-one-of',
      '/defaultStatus unknown-status',
      '/transitions/new/0 unknown-status',
      '/defaultPriority unknown-priority',
    ]);
    const statuses = [{ ...first, category: 'half-done' }];
    expect(faultsOf(caseTypeSchema, { ...typeOfCases, statuses, defaultStatus: 'lost' })).toEqual([
      '/statuses/0/category not-one-of',
    ]);
  });
});

describe('an alert type', () => {
  it.each<[string, object, string[]]>([
    ['a due date in working time without a calendar', { due: workingHour }, ['/calendar required']],
    ['a required outcome and none to choose from', { outcomeRequired: true }, ['/outcomes required']],
    [
      'an outcome for what is no ending',
      { outcomes: [{ key: 'a', name: 'A', for: ['escalated'] }] },
      ['/outcomes/0/for/0 not-one-of'],
    ],
  ])('[AL-2] is refused with %s', (_what, members, faults) => {
    expect(faultsOf(alertTypeSchema, { name: 'Attendance', ...members })).toEqual(faults);
  });

  it('[AL-2] needs nothing but a name', () => {
    expect(alertTypeSchema.parse({ name: 'Attendance' })).toMatchObject({
      enabled: true,
      courseRelated: false,
      outcomeRequired: false,
      noteRequired: false,
    });
  });
});
