import { describe, expect, test } from 'vitest';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { changeStatus, closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { valuesOf, wireValues } from '#shared/core/table/attributes.ts';
import { renderTemplate } from '#shared/mail/notifications/render.ts';
import { completeValues } from '#shared/mail/notifications/token-values.ts';
import { formOf } from '#shared/portal/form.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { adviser, at, caseDefinition, openCase, raised, typeOfCases } from './sample-cases.ts';

// What every object of JavaScript answers to, as far as a field may be called so. Other keys are
// written small.
const fieldNames = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[a-zA-Z]+$/.test(name));
const key = 'constructor';

const textField = (name: string, more: object = {}) => ({ key: name, name: name, type: 'text', ...more });
const definition = caseDefinition({
  statuses: [{ key, name: 'Built', category: 'in-progress' }, ...typeOfCases.statuses],
  defaultStatus: 'new',
  transitions: { new: [key], [key]: ['open'] },
  stages: [{ key, name: 'Building' }],
  priorities: ['medium', 'critical', key],
  fields: fieldNames.map((name) => textField(name, { required: true, visibleToRequester: true })),
  sections: [{ key, name: 'Builder', fields: [textField('name'), textField('toString')] }],
});
const everyField = Object.fromEntries(fieldNames.map((name) => [name, `the ${name}`]));

const caseWith = (members: Partial<Case> = {}): Case => ({
  ...raised({ fields: everyField }, definition).after,
  ...members,
});

const pointersOf = (act: () => unknown) => faultsIn(act).map(({ pointer }) => pointer);

describe('[CA-3] names that every object of JavaScript has are names like others', () => {
  test('a field that is required is owed, whatever it is called', () => {
    expect(pointersOf(() => raised({}, definition))).toEqual(fieldNames.map((name) => `/fields/${name}`));
    expect(raised({ fields: everyField }, definition).after.fields).toEqual(everyField);
  });

  test('a field that the type does not know is refused, also where it is called so', () => {
    expect(pointersOf(() => raised({ fields: everyField }))).toEqual(fieldNames.map((name) => `/fields/${name}`));
  });

  test('a priority without a target of its own has the usual one', () => {
    const record = raised({ fields: everyField, priority: key }, definition).after;
    expect(record.clocks.map((clock) => clock.dueAt)).toContain('2026-11-23T13:00:00.000Z');
  });

  test('a status leads where its transitions say, and one without any leads anywhere', () => {
    const record = caseWith();
    const built = changeStatus(record, { status: key, at: at(1) }, definition).after;
    expect(built.status).toEqual({ key, category: 'in-progress' });
    expect(refusalOf(() => changeStatus(built, { status: 'waiting', at: at(2) }, definition))).toBe(
      'illegal-transition',
    );
    const free = caseDefinition({
      statuses: [{ key, name: 'Built', category: 'in-progress' }, ...typeOfCases.statuses],
      transitions: {},
    });
    const there = openCase({ status: { key, category: 'in-progress' } }, free);
    expect(changeStatus(there, { status: 'open', at: at(2) }, free).after.status.key).toBe('open');
  });

  test('time in a stage is counted from nothing', () => {
    const record = caseWith({ stage: key, stageSince: new Date(at(0)).toISOString() });
    expect(answerCase(record, definition, at(10)).timeInStage).toEqual({ [key]: 600_000 });
    const left = editCase(record, { changes: { stage: null }, at: at(10) }, definition).after;
    expect(left.timeInStage).toEqual({ [key]: 600_000 });
  });

  test('a section takes its fields, and merges what is said later', () => {
    const record = caseWith();
    const filled = editCase(record, { changes: { details: { [key]: { name: 'Set' } } }, at: at(1) }, definition).after;
    expect(filled.details).toEqual({ [key]: { name: 'Set' } });
    const more = { details: { [key]: { toString: 'x' } } };
    expect(editCase(filled, { changes: more, at: at(2) }, definition).after.details).toEqual({
      [key]: { name: 'Set', toString: 'x' },
    });
  });

  test('a case that closes and is opened again keeps them', () => {
    const closed = closeCase(
      { record: caseWith(), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(1) },
    );
    const again = reopenCase(closed.after, { note: 'Not yet', at: at(2) }, definition);
    expect(again.after.fields).toEqual(everyField);
  });

  test('a condition asks a record for what it has itself', () => {
    const asks = (field: string, fields: object) =>
      evaluate({ field: `case.fields.${field}`, op: 'exists' }, { case: { fields } }, at(0)).held;
    for (const name of fieldNames) expect([asks(name, {}), asks(name, everyField)]).toEqual([false, true]);
  });

  test('a mail names them, and is empty where there is no value', () => {
    const template = {
      name: 'Names',
      subject: 'Names',
      text: fieldNames.map((name) => `{{ case.fields.${name} }}`).join('|'),
    };
    const write = (fields: object) => renderTemplate(template, { case: { fields } }, { timeZone: 'UTC' }).text;
    expect(write(everyField).trim()).toBe(Object.values(everyField).join('|'));
    expect(write({}).trim()).toBe(fieldNames.map(() => '').join('|'));
  });

  test('what has several members is written by its name also where a field is called toString', () => {
    const shown = completeValues({ case: { fields: { owner: { name: 'Amara', toString: 'x' } } } });
    expect(String((shown.case as { fields: Record<string, unknown> }).fields.owner)).toBe('Amara');
  });

  test('a public form asks for them', () => {
    const form = formOf('names', definition.type) as { properties: { fields: { required: string[] } } };
    expect(form.properties.fields.required).toEqual(fieldNames);
  });

  test('the table keeps them as they are, also where they look like what a library takes for something else', () => {
    const item = {
      pk: 'P',
      sk: 'S',
      record: { fields: everyField, details: { [key]: { name: 'Set', list: [{ [key]: { name: 'Map' } }] } } },
    };
    expect(valuesOf(wireValues(item))).toEqual(item);
  });
});
