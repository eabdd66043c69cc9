import fc from 'fast-check';
import type { Comparison, Condition, Operator } from '#shared/core/conditions/condition.ts';
import { type FieldKind, operatorsByKind, type Subject } from '#shared/core/conditions/fields.ts';
import { buildRegistry, type CustomField } from '#shared/core/conditions/registry.ts';

// A registry with a field of every kind, and arbitrary trees and subjects over it.

export const NOW = Date.parse('2026-03-10T12:00:00.000Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export const customFields: readonly CustomField[] = [
  { key: 'text', name: 'Text', type: 'text' },
  { key: 'choice', name: 'Choice', type: 'choice', options: [{ key: 'maths' }, { key: 'writing' }] },
  { key: 'choices', name: 'Choices', type: 'choices', options: [{ key: 'maths' }, { key: 'writing' }] },
  { key: 'decimal', name: 'Decimal', type: 'decimal' },
  { key: 'money', name: 'Money', type: 'money' },
  { key: 'yes', name: 'Yes or no', type: 'boolean' },
  { key: 'at', name: 'At', type: 'date-time' },
  { key: 'day', name: 'Day', type: 'date' },
  { key: 'place', name: 'Place', type: 'address' },
];

export const registry = buildRegistry({
  caseFields: customFields,
  choices: { 'case.priority': ['critical', 'high', 'low'] },
});

/** A field of each kind, and how a subject gets a value in it. */
export const fieldOfKind: Record<FieldKind, { field: string; holding: (value: unknown) => Subject }> = {
  text: { field: 'case.fields.text', holding: (text) => ({ case: { fields: { text } } }) },
  keyword: { field: 'case.fields.choice', holding: (choice) => ({ case: { fields: { choice } } }) },
  keywords: { field: 'case.fields.choices', holding: (choices) => ({ case: { fields: { choices } } }) },
  number: { field: 'case.fields.decimal', holding: (decimal) => ({ case: { fields: { decimal } } }) },
  money: { field: 'case.fields.money', holding: (money) => ({ case: { fields: { money } } }) },
  boolean: { field: 'case.fields.yes', holding: (yes) => ({ case: { fields: { yes } } }) },
  instant: { field: 'case.fields.at', holding: (at) => ({ case: { fields: { at } } }) },
  date: { field: 'case.fields.day', holding: (day) => ({ case: { fields: { day } } }) },
  person: { field: 'case.assignee', holding: (assignee) => ({ case: { assignee } }) },
  location: { field: 'case.fields.place', holding: (place) => ({ case: { fields: { place } } }) },
  open: { field: 'contact.attributes.x', holding: (x) => ({ contact: { attributes: { x } } }) },
};
export const kinds = Object.keys(operatorsByKind) as FieldKind[];

const instant = fc.integer({ min: NOW - 800 * DAY, max: NOW + 800 * DAY }).map((ms) => new Date(ms).toISOString());
const day = instant.map((text) => text.slice(0, 10));
const duration = fc.constantFrom('PT0S', 'PT36H', 'P1D', 'P30D', 'P5W', 'P1M', 'P11M', 'P1Y', 'P1Y2M3DT4H5M6S');
const relative = fc.oneof(
  duration.map((ago) => ({ ago })),
  duration.map((ahead) => ({ ahead })),
);
const time = fc.oneof(instant, day, relative);
const word = fc.constantFrom('maths', 'writing', 'Maths class', '3', 'true');
const number = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
const money = fc.record({
  amount: fc.constantFrom('0', '12.50', '12.5', '99.99'),
  currency: fc.constantFrom('EUR', 'USD'),
});
const person = fc.oneof(
  fc.record({ user: fc.constantFrom('u1', 'u2') }),
  fc.record({ group: fc.constantFrom('g1', 'g2') }),
);
const place = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});

const wantedByKind: Record<FieldKind, fc.Arbitrary<unknown>> = {
  text: word,
  keyword: fc.constantFrom('maths', 'writing'),
  keywords: fc.constantFrom('maths', 'writing'),
  number,
  money: fc.oneof(money, number),
  boolean: fc.boolean(),
  instant: time,
  date: time,
  person: fc.oneof(person, fc.constantFrom('u1', 'u2')),
  location: place,
  open: fc.oneof(word, number, fc.boolean()),
};
const heldByKind: Record<FieldKind, fc.Arbitrary<unknown>> = {
  ...wantedByKind,
  keywords: fc.array(word, { maxLength: 3 }),
  money,
  instant,
  date: day,
  person,
  open: fc.oneof(word, number, fc.boolean(), instant, day, fc.array(word), place, fc.jsonValue()),
};

const ordering: readonly Operator[] = ['lt', 'lte', 'gt', 'gte', 'before', 'after', 'between'];

function wantedOf(kind: FieldKind, op: Operator): fc.Arbitrary<unknown> {
  const one = kind === 'open' && ordering.includes(op) ? time : wantedByKind[kind];
  if (op === 'exists' || op === 'not-exists') return fc.constant(undefined);
  if (op === 'in' || op === 'not-in') return fc.array(one, { minLength: 1, maxLength: 3 });
  if (op === 'between') return fc.tuple(one, one);
  if (op === 'within') return relative;
  if (op === 'starts-with' || op === 'ends-with') return word;
  if (op === 'near')
    return place.chain((centre) => fc.integer({ min: 1, max: 10_000_000 }).map((meters) => ({ ...centre, meters })));
  return one;
}

/**
 * A comparison over fields of the given kinds. Pairs in the wrong order are among them: what the
 * check refuses, the test filters.
 */
export const comparisonOver = (among: readonly FieldKind[], only: readonly Operator[] = []): fc.Arbitrary<Comparison> =>
  fc
    .constantFrom(...among)
    .chain((kind) =>
      fc
        .constantFrom(...operatorsByKind[kind].filter((op) => only.length === 0 || only.includes(op)))
        .map((op) => ({ kind, op })),
    )
    .chain(({ kind, op }) =>
      wantedOf(kind, op).map((value) => ({
        field: fieldOfKind[kind].field,
        op,
        ...(value !== undefined && { value }),
      })),
    );

const derived: fc.Arbitrary<Comparison> = fc
  .constantFrom('case.overdue', 'case.hasAlerts', 'alert.hasCase', 'alert.overdue')
  .map((field) => ({ field, op: 'is', value: true }));

export const treeOver = (among: readonly FieldKind[]): fc.Arbitrary<Condition> =>
  fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof({ weight: 5, arbitrary: comparisonOver(among) }, { weight: 1, arbitrary: derived }),
      fc.array(tie('tree'), { maxLength: 4 }).map((all) => ({ all })),
      fc.array(tie('tree'), { maxLength: 4 }).map((any) => ({ any })),
      tie('tree').map((not) => ({ not })),
    ),
  })).tree;

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** A subject as records are shaped, any part of it missing now and then. */
export const subjectOf: fc.Arbitrary<Subject> = fc.record({
  alert: maybe(fc.record({ category: fc.constantFrom('open', 'closed'), dueAt: maybe(instant), caseId: maybe(word) })),
  case: maybe(
    fc.record({
      status: fc.record({ key: word, category: fc.constantFrom('to-do', 'in-progress', 'resolved') }),
      dueAt: maybe(instant),
      assignee: maybe(person),
      alertIds: fc.array(word, { maxLength: 2 }),
      fields: fc.record({
        text: maybe(word),
        choice: maybe(heldByKind.keyword),
        choices: maybe(heldByKind.keywords),
        decimal: maybe(number),
        money: maybe(money),
        yes: maybe(fc.boolean()),
        at: maybe(instant),
        day: maybe(day),
        place: maybe(place),
      }),
    }),
  ),
  contact: maybe(fc.record({ attributes: fc.record({ x: maybe(heldByKind.open) }) })),
});
