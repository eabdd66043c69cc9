import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { componentCollector, jsonSchemaOf } from '#shared/core/http/json-schemas.ts';

const style = { dialect: 'draft-2020-12', grows: false } as const;

const amount = z.strictObject({ amount: z.int(), unit: z.string().default('days') }).meta({ id: 'TestAmount' });
const plain = z.strictObject({ id: z.string() }).meta({ id: 'TestPlain' });
const holder = z.strictObject({ amount, plain }).meta({ id: 'TestHolder' });

describe('named schemas of a document', () => {
  it('are one component where what goes in is what comes out', () => {
    const { schemaOf, finish } = componentCollector(style);
    const { document, schemas } = finish({ in: schemaOf(plain, 'input'), out: schemaOf(plain.optional(), 'output') });
    expect(document).toEqual({
      in: { $ref: '#/components/schemas/TestPlain' },
      out: { $ref: '#/components/schemas/TestPlain' },
    });
    expect(Object.keys(schemas)).toEqual(['TestPlain']);
  });

  it('are two where a default may be left out of what goes in, and so is all that leads to them', () => {
    const { schemaOf, finish } = componentCollector(style);
    const { document, schemas } = finish({ in: schemaOf(holder, 'input'), out: schemaOf(holder, 'output') });
    expect(document).toEqual({
      in: { $ref: '#/components/schemas/TestHolderInput' },
      out: { $ref: '#/components/schemas/TestHolder' },
    });
    expect(Object.keys(schemas)).toEqual([
      'TestAmount',
      'TestAmountInput',
      'TestHolder',
      'TestHolderInput',
      'TestPlain',
    ]);
    expect(schemas.TestHolderInput).toMatchObject({
      properties: {
        amount: { $ref: '#/components/schemas/TestAmountInput' },
        plain: { $ref: '#/components/schemas/TestPlain' },
      },
    });
    expect(schemas.TestAmountInput).toMatchObject({ required: ['amount'] });
    expect(schemas.TestAmount).toMatchObject({ required: ['amount', 'unit'] });
  });

  it('stand below the same section in draft 7', () => {
    const { schemaOf, finish } = componentCollector({ dialect: 'draft-07', grows: false });
    expect(finish(schemaOf(holder, 'output'))).toMatchObject({
      document: { $ref: '#/components/schemas/TestHolder' },
      schemas: { TestHolder: {} },
    });
  });
});

describe('a JSON Schema', () => {
  it('leaves out the limits that every integer has', () => {
    expect(jsonSchemaOf(z.int(), 'output', style)).toMatchObject({ type: 'integer' });
    expect(jsonSchemaOf(z.int(), 'output', style)).not.toHaveProperty('maximum');
    expect(jsonSchemaOf(z.int().max(7), 'output', style)).toMatchObject({ maximum: 7 });
  });

  it('allows members it does not know only where it may grow', () => {
    expect(jsonSchemaOf(z.strictObject({}), 'output', style)).toHaveProperty('additionalProperties', false);
    expect(jsonSchemaOf(z.strictObject({}), 'output', { ...style, grows: true })).not.toHaveProperty(
      'additionalProperties',
    );
  });
});
