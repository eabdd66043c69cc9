import { describe, expect, it } from 'vitest';
import type { Person } from '#shared/access/person.ts';
import {
  type AlertAction,
  allow,
  type CaseAction,
  mayAsRequester,
  mayBreakGlass,
  mayOnAlert,
  mayOnCase,
  mayOnTask,
} from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { Refusal } from '#shared/core/errors.ts';
import { alertThatIs } from '#test/unit/alerts/sample-alerts.ts';
import { openCase as sampleCase } from '#test/unit/cases/sample-cases.ts';
import { type Kind, kindsOfPeople, people } from './people.ts';

// Who may do what with which record. A cell holds the first letters of what is allowed; a dot is
// nothing at all. v view, c claim, w work on, m manage; r raise one of the type.

const casesTable = `
                       | of the type | unassigned | theirs | their team's | another's | raised by them | a role of theirs | a role they had | the manager role | in the trash | a trashed one they manage | private | private, theirs | private, raised by them | private, a role of theirs | escalated | theirs, locked
admin                  | r           | vcwm       | vcwm   | vcwm         | vcwm      | vcwm           | vcwm             | vcwm            | vcwm             | vcwm         | vcwm                      | vcwm    | vcwm            | vcwm                    | vcwm                      | vcwm      | .
view-all               | .           | v          | vcw    | vcw          | v         | v              | v                | v               | vcwm             | .            | vcwm                      | v       | vcw             | v                       | v                         | v         | .
manager                | r           | vcwm       | vcwm   | vcwm         | vcwm      | vcwm           | vcwm             | vcwm            | vcwm             | vcwm         | vcwm                      | .       | vcwm            | vcwm                    | vcwm                      | vcwm      | .
reassignment           | .           | vc         | vcw    | vcw          | vc        | vc             | vc               | vc              | vcwm             | .            | vcwm                      | .       | vcw             | vc                      | vc                        | vc        | .
escalation             | .           | v          | vcw    | vcw          | v         | v              | v                | v               | vcwm             | .            | vcwm                      | .       | vcw             | v                       | v                         | vw        | .
enquiry                | .           | v          | vcw    | vcw          | v         | v              | v                | v               | vcwm             | .            | vcwm                      | .       | vcw             | v                       | v                         | v         | .
starter-only staff     | r           | .          | vcw    | vcw          | .         | v              | v                | .               | vcwm             | .            | vcwm                      | .       | vcw             | v                       | v                         | .         | .
other staff            | .           | .          | vcw    | vcw          | .         | v              | v                | .               | vcwm             | .            | vcwm                      | .       | vcw             | v                       | v                         | .         | .
requester, the contact | .           | .          | .      | .            | .         | .              | .                | .               | .                | .            | .                         | .       | .               | .                       | .                         | .         | .
requester, a starter   | r           | .          | .      | .            | .         | .              | .                | .               | .                | .            | .                         | .       | .               | .                       | .                         | .         | .
stranger               | .           | .          | .      | .            | .         | .              | .                | .               | .                | .            | .                         | .       | .               | .                       | .                         | .         | .
nobody                 | .           | .          | .      | .            | .         | .              | .                | .               | .                | .            | .                         | .       | .               | .                       | .                         | .         | .
`;

// The type of alert has the advisers as reviewers and the tutors and faculty as raisers.
const alertsTable = `
                       | of the type | without a reviewer | theirs | their team's | another's | raised by them | private | private, theirs | private, raised by them
admin                  | r           | vw                 | vw     | vw           | vw        | vw             | vw      | vw              | vw
view-all               | .           | v                  | vw     | vw           | v         | v              | v       | vw              | v
manager                | r           | vw                 | vw     | vw           | vw        | vw             | .       | vw              | v
reassignment           | r           | .                  | vw     | vw           | .         | v              | .       | vw              | v
escalation             | .           | .                  | vw     | vw           | .         | v              | .       | vw              | v
enquiry                | r           | .                  | vw     | vw           | .         | v              | .       | vw              | v
starter-only staff     | .           | .                  | vw     | vw           | .         | v              | .       | vw              | v
other staff            | .           | .                  | vw     | vw           | .         | v              | .       | vw              | v
requester, the contact | .           | .                  | .      | .            | .         | .              | .       | .               | .
requester, a starter   | .           | .                  | .      | .            | .         | .              | .       | .               | .
stranger               | .           | .                  | .      | .            | .         | .              | .       | .               | .
nobody                 | .           | .                  | .      | .            | .         | .              | .       | .               | .
`;

const at = '2026-11-21T09:00:00.000Z';
const bySomebody = { createdBy: { kind: 'user', id: 'somebody' } } as const;

const caseType = caseTypeSchema.parse({
  name: 'Academic concern',
  statuses: [
    { key: 'new', name: 'New', category: 'to-do' },
    { key: 'done', name: 'Done', category: 'resolved' },
  ],
  defaultStatus: 'new',
  defaultPriority: 'medium',
  roles: [
    { key: 'mentor', name: 'Mentor' },
    { key: 'lead', name: 'Lead', manager: true },
  ],
  groups: {
    starters: ['students', 'front-desk'],
    managers: ['advisers'],
    reassignment: ['tutors'],
    escalation: ['advising-leads'],
    enquiry: ['faculty'],
  },
});
const alertType = alertTypeSchema.parse({
  name: 'Attendance',
  groups: { raisers: ['faculty', 'tutors'], reviewers: ['advisers'] },
});

const openCase: Case = sampleCase(bySomebody);
const openAlert: Alert = alertThatIs('triage', bySomebody);

const byThem = ({ id }: Person) => ({ createdBy: { kind: 'user' as const, id } });
const them = ({ id }: Person) => ({ user: id });
const theirTeam = ({ groups }: Person) => ({ group: groups[0] ?? 'no-team' });

const aRole = ({ id }: Person) => ({ roles: [{ role: 'mentor', id, from: at }] });
const managing = ({ id }: Person) => ({ roles: [{ role: 'lead', id, from: at }] });

const caseOf: Record<string, (person: Person) => Partial<Case>> = {
  unassigned: () => ({}),
  theirs: (person) => ({ assignee: them(person) }),
  "their team's": (person) => ({ assignee: theirTeam(person) }),
  "another's": () => ({ assignee: { user: 'somebody' } }),
  'raised by them': byThem,
  'a role of theirs': aRole,
  'a role they had': (person) => ({ roles: aRole(person).roles.map((role) => ({ ...role, to: at })) }),
  'the manager role': managing,
  'in the trash': () => ({ trashedAt: at }),
  'a trashed one they manage': (person) => ({ ...managing(person), trashedAt: at }),
  private: () => ({ private: true }),
  'private, theirs': (person) => ({ private: true, assignee: them(person) }),
  'private, raised by them': (person) => ({ private: true, ...byThem(person) }),
  'private, a role of theirs': (person) => ({ private: true, ...aRole(person) }),
  escalated: () => ({ escalated: 1 }),
  'theirs, locked': (person) => ({ assignee: them(person), locks: [person.id] }),
};
const alertOf: Record<string, (person: Person) => Partial<Alert>> = {
  'without a reviewer': () => ({}),
  theirs: (person) => ({ reviewer: them(person) }),
  "their team's": (person) => ({ reviewer: theirTeam(person) }),
  "another's": () => ({ reviewer: { user: 'somebody' } }),
  'raised by them': byThem,
  private: () => ({ private: true }),
  'private, theirs': (person) => ({ private: true, reviewer: them(person) }),
  'private, raised by them': (person) => ({ private: true, ...byThem(person) }),
};

interface Row {
  kind: Kind;
  column: string;
  expected: string;
}

/** The cells of a table, row by row. */
const cellsOf = (table: string): Row[] => {
  const [head = [], ...rows] = table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.flatMap(([kind, ...cells]) =>
    cells.map((expected, index) => ({ kind: kind as Kind, column: head[index + 1] ?? '', expected })),
  );
};

const allowed = <A extends string>(actions: readonly A[], may: (action: A) => boolean): string =>
  actions
    .filter(may)
    .map((action) => action[0])
    .join('') || '.';

const caseActions = ['view', 'claim', 'work', 'manage'] as const satisfies CaseAction[];
const alertActions = ['view', 'work'] as const satisfies AlertAction[];

describe('[CA-8] [CA-12] what each kind of person may do with a case', () => {
  it.each(cellsOf(casesTable))('$kind, $column: $expected', ({ kind, column, expected }) => {
    const person = people[kind];
    if (column === 'of the type')
      return expect(allowed(['raise'], (action) => mayOnCase(person, action, caseType))).toBe(expected);
    const record = { ...openCase, ...caseOf[column]?.(person) };
    expect(allowed(caseActions, (action) => mayOnCase(person, action, caseType, record))).toBe(expected);
  });
});

describe('[TA-8] a task type that names people', () => {
  const type = caseTypeSchema.parse({
    ...caseType,
    groups: {},
    taskTypes: [
      { key: 'audit', name: 'Audit', users: ['olga', 'S2'] },
      { key: 'visit', name: 'Visit', groups: ['library'] },
    ],
  });
  const withTask = (key: string, members: Partial<Case> = {}): Case => ({
    ...openCase,
    helpers: { owners: [], taskTypes: [key] },
    ...members,
  });
  const thoseWho = (may: (person: Person) => boolean) =>
    kindsOfPeople.filter((kind) => may(people[kind]) && !people[kind].isAdmin);

  it('lets these see the case and work on the task, as its groups are let; requesters by no name', () => {
    expect(thoseWho((person) => mayOnCase(person, 'help', type, withTask('audit')))).toEqual(['other staff']);
    expect(thoseWho((person) => mayOnTask(person, type, withTask('audit'), { type: 'audit' }))).toEqual([
      'other staff',
    ]);
    expect(thoseWho((person) => mayOnTask(person, type, withTask('audit'), { type: 'visit' }))).toEqual([
      'other staff',
    ]);
    const alone = { ...type, taskTypes: type.taskTypes.slice(0, 1) };
    expect(thoseWho((person) => mayOnTask(person, alone, withTask('audit'), {}))).toEqual([]);
    expect(thoseWho((person) => mayOnCase(person, 'view', type, withTask('audit')))).toEqual([
      'view-all',
      'other staff',
    ]);
  });

  it('opens neither a private case to them nor one that they are kept out of', () => {
    for (const members of [{ private: true }, { locks: ['olga'] }])
      expect(mayOnCase(people['other staff'], 'view', type, withTask('audit', members))).toBe(false);
  });
});

describe('[CA-12] a private case is opened in an emergency', () => {
  const mayOpen = (record: Partial<Case>) =>
    kindsOfPeople.filter((kind) => mayBreakGlass(people[kind], caseType, { ...openCase, ...record }));

  it('by whoever would see it were it not private', () => {
    expect(mayOpen({ private: true })).toEqual([
      'admin',
      'view-all',
      'manager',
      'reassignment',
      'escalation',
      'enquiry',
    ]);
  });

  it('by nobody who is kept out of it, and only where it is private', () => {
    expect(mayOpen({ private: true, locks: kindsOfPeople.map((kind) => people[kind].id) })).toEqual([]);
    expect(mayOpen({})).toEqual([]);
  });
});

describe('[AL-2] what each kind of person may do with an alert', () => {
  it.each(cellsOf(alertsTable))('$kind, $column: $expected', ({ kind, column, expected }) => {
    const person = people[kind];
    if (column === 'of the type')
      return expect(allowed(['raise'], (action) => mayOnAlert(person, action, alertType))).toBe(expected);
    const record = { ...openAlert, ...alertOf[column]?.(person) };
    expect(allowed(alertActions, (action) => mayOnAlert(person, action, alertType, record))).toBe(expected);
  });
});

describe('[PO-1] what is open to somebody as its requester', () => {
  const contact = { id: 'S1', names: ['S1', 'sub-of-s1'] };
  const byLink = { id: 'S1', names: ['S1'], caseId: openCase.id };
  const theirs: Partial<Case> = { contactId: 'S1' };
  it.each<[string, Partial<Case>, login: boolean, link: boolean]>([
    ['the case of their contact', theirs, true, true],
    ['one that was raised for them', { onBehalfOf: { contactId: 'S1' } }, true, true],
    ['one that somebody else raised for them', { contactId: 'S2', onBehalfOf: { contactId: 'S1' } }, false, false],
    ['a private one', { ...theirs, private: true }, true, true],
    ['one that is closed', { ...theirs, status: { key: 'done', category: 'resolved' } }, true, true],
    ['one that was merged into another', { ...theirs, mergedInto: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, true, true],
    ['another case of theirs than that of the link', { ...theirs, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, true, false],
    ['one in the trash', { ...theirs, trashedAt: at }, false, false],
    ['one that their contact is kept out of', { ...theirs, locks: ['S1'] }, false, false],
    ['one that their login is kept out of', { ...theirs, locks: ['sub-of-s1'] }, false, true],
    ['one that they are a client of', { contactId: 'S2', clients: ['S2', 'S1'] }, false, false],
    ['one that they follow', { contactId: 'S2', subscriptions: [{ id: 'S1' }] }, false, false],
    [
      'one that they raised for another contact',
      { contactId: 'S2', createdBy: { kind: 'requester', id: 'S1' } },
      false,
      false,
    ],
    ['one of nobody', {}, false, false],
  ])('%s', (_what, members, login, link) => {
    const record = { ...openCase, ...members };
    expect([mayAsRequester(contact, record), mayAsRequester(byLink, record)]).toEqual([login, link]);
  });

  it('[PO-1] a link to a case without a contact opens that case and no other', () => {
    const named = { ...openCase, onBehalfOf: { name: 'Ned', email: 'ned@campus.example' } };
    const holder = { id: openCase.id, names: [openCase.id], caseId: openCase.id };
    expect(mayAsRequester(holder, named)).toBe(true);
    expect(mayAsRequester(holder, { ...named, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' })).toBe(false);
    expect(mayAsRequester(holder, { ...named, contactId: 'S1' })).toBe(false);
  });

  it('[PO-1] [CA-1] a case whose requester is kept from staff opens to its link alone, whatever contact it names and whatever id a contact has', () => {
    const hidden: Case = { ...openCase, anonymous: true };
    const holder = { id: openCase.id, names: [openCase.id], caseId: openCase.id };
    const named: Case = { ...hidden, contactId: 'S1', onBehalfOf: { contactId: 'S1' } };
    for (const record of [hidden, named]) {
      expect([contact, byLink, { ...contact, id: openCase.id }].map((one) => mayAsRequester(one, record))).toEqual([
        false,
        false,
        false,
      ]);
      expect(mayAsRequester(holder, record)).toBe(true);
    }
  });
});

describe('the tables', () => {
  it.each([
    ['cases', casesTable, caseOf],
    ['alerts', alertsTable, alertOf],
  ] as const)(
    'of %s have a row for every kind of person and a column for every kind of record',
    (_name, table, records) => {
      const cells = cellsOf(table);
      expect([...new Set(cells.map(({ kind }) => kind))]).toEqual(kindsOfPeople);
      expect([...new Set(cells.map(({ column }) => column))]).toEqual(['of the type', ...Object.keys(records)]);
    },
  );
});

describe('a type that names no group', () => {
  it('is for admins, and for view-all to read', () => {
    const closed = caseTypeSchema.parse({ ...caseType, groups: {} });
    const seeing = kindsOfPeople.filter((kind) => mayOnCase(people[kind], 'view', closed, openCase));
    const raising = kindsOfPeople.filter((kind) => mayOnCase(people[kind], 'raise', closed));
    expect(seeing).toEqual(['admin', 'view-all']);
    expect(raising).toEqual(['admin']);
  });
});

describe('a refusal of the policy', () => {
  const codeOf = (mayView: boolean, mayDo: boolean): string | undefined => {
    try {
      allow(mayView, mayDo);
    } catch (error) {
      return error instanceof Refusal ? error.code : String(error);
    }
  };

  it('tells nobody that a record is there who may not see it', () => {
    expect(codeOf(false, false)).toBe('not-found');
    expect(codeOf(false, true)).toBe('not-found');
    expect(codeOf(true, false)).toBe('not-allowed');
    expect(codeOf(true, true)).toBeUndefined();
  });
});
