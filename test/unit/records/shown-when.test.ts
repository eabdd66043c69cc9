import { describe, expect, it } from 'vitest';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { faultsOfShownWhen } from '#shared/core/records/shown-when.ts';

const options = ['lighting', 'surface', 'other'].map((key) => ({ key, name: key }));
const is = (field: string, value: unknown) => ({ field, op: 'is', value });
const fieldsOf = (...fields: object[]) =>
  fieldDefinitions.parse(fields.map((field) => ({ name: 'F', type: 'text', ...field })));

// Declared against the order in which they need each other: the lamp's number hangs on whether
// there is a lamp, and that on the kind.
const hazard = fieldsOf(
  { key: 'lamp', shownWhen: is('case.fields.has-lamp', true), required: true },
  { key: 'has-lamp', type: 'boolean', shownWhen: is('case.fields.kind', 'lighting') },
  { key: 'kind', type: 'choice', options, required: true },
  { key: 'why', shownWhen: is('case.priority', 'critical'), required: true },
);

type Values = Record<string, unknown>;
const fill = (given: Values, { existing, priority = 'low' }: { existing?: Values; priority?: string } = {}) => {
  const { fields, faults } = checkFields(hazard, given, {
    existing,
    record: (values) => ({ case: { priority, fields: values } }),
    before: { case: { priority: 'low', fields: existing ?? {} } },
    at: 0,
  });
  return { fields, faults: faults.map(({ pointer, code }) => `${pointer} ${code}`) };
};

describe('a field with a shown-when condition', () => {
  it('[CA-6] is taken where it is shown, through any number of steps', () => {
    const fields = { kind: 'lighting', 'has-lamp': true, lamp: 'L-17' };
    expect(fill(fields)).toEqual({ fields, faults: [] });
  });

  it('[CA-6] is refused where it is given and not shown', () => {
    expect(fill({ kind: 'surface', 'has-lamp': true, lamp: 'L-17' }).faults.toSorted()).toEqual([
      '/fields/has-lamp hidden-field',
      '/fields/lamp hidden-field',
    ]);
  });

  it('[CA-6] is owed where it is required and shown, and not where it is hidden', () => {
    expect(fill({ kind: 'lighting', 'has-lamp': true }).faults).toEqual(['/fields/lamp required']);
    expect(fill({ kind: 'lighting', 'has-lamp': false }).faults).toEqual([]);
    expect(fill({ kind: 'other' }, { priority: 'critical' }).faults).toEqual(['/fields/why required']);
  });

  it('[CA-6] goes with the change that hides it, and whatever hangs on it', () => {
    const existing = { kind: 'lighting', 'has-lamp': true, lamp: 'L-17' };
    expect(fill({ kind: 'surface' }, { existing })).toEqual({ fields: { kind: 'surface' }, faults: [] });
  });

  it('[CA-6] is owed by the change that shows it, and by no other', () => {
    const existing = { kind: 'surface' };
    expect(fill({ kind: 'lighting', 'has-lamp': true }, { existing }).faults).toEqual(['/fields/lamp required']);
    expect(fill({}, { existing, priority: 'critical' }).faults).toEqual(['/fields/why required']);
    expect(fill({}, { existing: { kind: 'lighting', 'has-lamp': true } }).faults).toEqual([]);
  });

  it('[CA-6] is not judged by a value that is itself refused', () => {
    expect(fill({ kind: 'mice', 'has-lamp': true, lamp: 'L-17' }).faults).toEqual(['/fields/kind invalid-choice']);
  });

  it('[CA-6] may be cleared though it is hidden', () => {
    expect(fill({ kind: 'surface', lamp: null }).faults).toEqual([]);
  });
});

describe('what a requester says', () => {
  const fields = fieldsOf(
    { key: 'room', visibleToRequester: true, required: true },
    { key: 'risk', required: true, default: 'unknown' },
    { key: 'budget', required: true },
  );
  const fill = (given: Values) => {
    const filled = checkFields(fields, given, { record: () => ({}), at: 0, byRequester: true });
    return { fields: filled.fields, faults: filled.faults.map(({ pointer, code }) => `${pointer} ${code}`) };
  };

  it('[CA-6] is about the fields they see: others they neither give nor owe, and those keep their defaults', () => {
    expect(fill({ room: '12' })).toEqual({ fields: { room: '12', risk: 'unknown' }, faults: [] });
    expect(fill({ risk: 'none' }).faults).toEqual(['/fields/risk unknown-field', '/fields/room required']);
  });

  it('[CA-6] does not meet what is required by a text of spaces', () => {
    expect(fill({ room: '  ' }).faults).toEqual(['/fields/room required']);
  });
});

describe('the shown-when conditions of a type', () => {
  const faults = (...fields: object[]) =>
    faultsOfShownWhen('case', fieldsOf(...fields), { 'case.subtype': ['maths'] }).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
  const kind = { key: 'kind', type: 'choice', options };

  it('[CA-6] ask of its own fields and of what is said when a record is raised', () => {
    const shownWhen = {
      all: [is('case.fields.kind', 'other'), is('case.subtype', 'maths'), is('case.private', false)],
    };
    expect(faults(kind, { key: 'a', shownWhen })).toEqual([]);
  });

  it.each([
    ['a field that the type has not', is('case.fields.colour', 'red'), ['/fields/1/shownWhen/field unknown-field']],
    ['what no edit changes', is('case.status', 'open'), ['/fields/1/shownWhen/field unknown-field']],
    ['an alert', is('alert.priority', 'high'), ['/fields/1/shownWhen/field unknown-field']],
    ['a choice that there is not', is('case.fields.kind', 'mice'), ['/fields/1/shownWhen/value unknown-choice']],
    ['a subtype that there is not', is('case.subtype', 'arts'), ['/fields/1/shownWhen/value unknown-choice']],
    ['itself', is('case.fields.a', 'x'), ['/fields/1/shownWhen circular']],
    [
      'two at once',
      { any: [is('case.fields.b', 1), is('case.fields.c', 1)] },
      ['/fields/1/shownWhen/any/0/field unknown-field', '/fields/1/shownWhen/any/1/field unknown-field'],
    ],
  ])('[CA-6] are refused where they ask of %s', (_what, shownWhen, expected) => {
    expect(faults(kind, { key: 'a', shownWhen })).toEqual(expected);
  });

  it('[CA-6] are refused where fields wait for each other', () => {
    expect(
      faults(
        { key: 'a', shownWhen: is('case.fields.b', 'x') },
        { key: 'b', shownWhen: is('case.fields.c', 'x') },
        { key: 'c', shownWhen: is('case.fields.a', 'x') },
        { key: 'd', shownWhen: is('case.fields.a', 'x') },
      ),
    ).toEqual(['/fields/0/shownWhen circular', '/fields/1/shownWhen circular', '/fields/2/shownWhen circular']);
  });
});
