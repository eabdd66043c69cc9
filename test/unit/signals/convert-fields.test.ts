import { describe, expect, it } from 'vitest';
import { convertedFields } from '#shared/automation/signals/convert-fields.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';

const fields = fieldDefinitions.parse([
  { key: 'missed', name: 'Missed', type: 'integer' },
  { key: 'mean', name: 'Mean', type: 'decimal' },
  { key: 'failed', name: 'Failed', type: 'boolean' },
  {
    key: 'reasons',
    name: 'Reasons',
    type: 'choices',
    options: [
      { key: 'ill', name: 'Ill' },
      { key: 'away', name: 'Away' },
    ],
  },
  { key: 'word', name: 'Word', type: 'text' },
]) as FieldDefinition[];

describe('custom fields of a signal', () => {
  it.each([
    ['missed', '3', 3],
    ['missed', '-12', -12],
    ['mean', '31.5', 31.5],
    ['mean', '4', 4],
    ['mean', '.5', 0.5],
    ['mean', '1e3', 1000],
    ['failed', 'true', true],
    ['failed', 'false', false],
    ['reasons', 'ill, away', ['ill', 'away']],
    ['word', '3', '3'],
    ['missed', 7, 7],
    ['nobody-knows', 'x', 'x'],
  ])('[AL-12] %s: %j is %j', (key, text, value) => {
    expect(convertedFields(fields, { [key]: text })).toEqual({ [key]: value });
  });

  it('[AL-12] an empty text says nothing', () => {
    expect(convertedFields(fields, { missed: '', word: '' })).toEqual({});
  });

  it.each([
    ['missed', 'three'],
    ['missed', '3.5'],
    ['missed', '0x10'],
    ['missed', '9999999999999999'],
    ['mean', 'NaN'],
    ['mean', 'Infinity'],
    ['mean', '1e999'],
    ['mean', '1,5'],
    ['failed', 'yes'],
  ])('[AL-12] %s: %j is refused, and the reason names it', (key, text) => {
    expect(() => convertedFields(fields, { [key]: text })).toThrow(`/fields/${key}: "${text}" is no`);
  });
});
