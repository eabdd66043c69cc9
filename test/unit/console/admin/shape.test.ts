import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isObject, isSame, moved, pathOf, pointerOf, valueAt } from '#console/admin/schema/json.ts';
import {
  bodyOf,
  emptyValue,
  emptyVariant,
  fits,
  type JsonSchema,
  type Schemas,
  type Shape,
  shapeOf,
} from '#console/admin/schema/shape.ts';
import { asKey, inWords } from '#console/admin/schema/words.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';

const document = JSON.parse(readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'));
const schemas: Schemas = document.components.schemas;
const putBody = (kind: string, name = 'key'): JsonSchema =>
  document.paths[`/v1/${kind}/{${name}}`].put.requestBody.content['application/json'].schema;
const kindOf = (schema: JsonSchema | undefined) => shapeOf(schema ?? {}, schemas).kind;
const members = (schema: JsonSchema): Record<string, JsonSchema> => {
  const shape = shapeOf(schema, schemas);
  return shape.kind === 'object' ? shape.properties : {};
};

/** Every part of a schema that a form would write as JSON. */
const written = (schema: JsonSchema, path: string, seen: readonly string[] = []): string[] => {
  if (schema.$ref !== undefined && seen.includes(schema.$ref)) return [];
  const known = schema.$ref === undefined ? seen : [...seen, schema.$ref];
  const shape: Shape = shapeOf(schema, schemas);
  switch (shape.kind) {
    case 'json':
      return [path];
    case 'object':
      return Object.entries(shape.properties).flatMap(([name, inner]) => written(inner, `${path}/${name}`, known));
    case 'list':
      return written(shape.item, `${path}/-`, known);
    case 'map':
      return written(shape.value, `${path}/*`, known);
    case 'variants':
      return shape.variants.flatMap(({ schema: inner, tags }) => written(inner, `${path}(${tags[0]})`, known));
    case 'alternatives':
      return shape.options.flatMap((option) => written(option, path, known));
    default:
      return [];
  }
};

describe('[UI-4] forms drawn from the schemas of the API', () => {
  it('[UI-4] every kind of configuration has a form with a field for each of its members', () => {
    const named = Object.keys(kindSchemas).filter((kind) => kind !== 'workflow-publications');
    expect(named.length).toBeGreaterThan(14);
    for (const kind of named) {
      const schema = putBody(kind, kind === 'rules' || kind === 'workflows' ? 'id' : 'key');
      expect(kindOf(schema), kind).toBe('object');
      expect(Object.keys(members(schema)).length, kind).toBeGreaterThan(0);
    }
  });

  it('[UI-4] only what has no form of its own is written as JSON', () => {
    const kinds = ['case-types', 'alert-types', 'calendars', 'groups', 'templates', 'segments', 'retention-policies'];
    const found = kinds.flatMap((kind) => written(putBody(kind), kind));
    expect(found.map((path) => path.split('/').at(-1)?.replace(/\(.*/, '')).sort()).toEqual(
      expect.arrayContaining(['default']),
    );
    expect(found.filter((path) => !/\/(?:default|\*|-)$/.test(path))).toEqual([]);
  });

  it('[UI-4] knows conditions, amounts, hours, keys with suggestions and actions by what they do', () => {
    const rule = members(putBody('rules', 'id'));
    expect(kindOf(rule.condition)).toBe('condition');
    expect(kindOf(rule.trigger)).toBe('variants');
    const actions = shapeOf(rule.actions ?? {}, schemas);
    expect(actions.kind === 'list' && shapeOf(actions.item, schemas)).toMatchObject({ kind: 'variants', tag: 'do' });
    const target = members({ $ref: '#/components/schemas/Target' });
    expect(kindOf(target.target)).toBe('amount');
    expect(shapeOf(target.key ?? {}, schemas)).toMatchObject({
      kind: 'text',
      suggestions: ['completion', 'first-response', 'next-reply'],
    });
    const week = members(members(putBody('calendars')).week ?? {});
    const monday = shapeOf(week.monday ?? {}, schemas);
    expect(monday.kind === 'list' && kindOf(monday.item)).toBe('interval');
  });

  it('[UI-4] begins something new with what it needs, and leaves to be typed what must be typed', () => {
    expect(emptyValue(putBody('case-types'), schemas)).toEqual({ statuses: [] });
    expect(emptyValue({ $ref: '#/components/schemas/Target' }, schemas)).toEqual({
      target: { amount: 1, unit: 'days', time: 'calendar' },
    });
  });

  it('[UI-4] another action keeps what both have, and takes the rest away', () => {
    const shape = shapeOf({ $ref: '#/components/schemas/RuleAction' }, schemas);
    if (shape.kind !== 'variants') throw new Error('actions are told apart by what they do');
    const named = (id: string) => shape.variants.find(({ tags }) => tags.includes(id));
    const before = { do: 'resolve', outcome: 'done', note: 'Was solved' };
    expect(emptyVariant('do', named('dismiss'), schemas, { value: 'dismiss', before })).toEqual({
      ...before,
      do: 'dismiss',
    });
    expect(emptyVariant('do', named('unlink'), schemas, { value: 'unlink', before })).toEqual({ do: 'unlink' });
  });

  it('[UI-4] finds which of several forms a value has', () => {
    const options = schemas.PersonOrTeam?.anyOf ?? [];
    expect(options.findIndex((option) => fits({ group: 'advisers' }, option, schemas))).toBe(1);
    expect(options.findIndex((option) => fits({ user: 'amara' }, option, schemas))).toBe(0);
    expect(fits('P7D', { $ref: '#/components/schemas/Delay' }, schemas)).toBe(true);
  });

  it('[UI-4] puts again what may be put, and not what the API said about it', () => {
    const answer = { key: 'high', version: 3, createdAt: '2026-11-01T00:00:00.000Z', name: 'High', order: 2 };
    expect(bodyOf(answer, putBody('priorities'), schemas)).toEqual({ name: 'High', order: 2 });
  });
});

describe('values, paths and words', () => {
  it('pointers are those of the faults of the API, there and back', () => {
    expect(pointerOf(['targets', 0, 'a/b~c'])).toBe('/targets/0/a~1b~0c');
    expect(pathOf('/targets/0/a~1b~0c')).toEqual(['targets', '0', 'a/b~c']);
    expect(pathOf('')).toEqual([]);
    expect(valueAt({ targets: [{ key: 'completion' }] }, ['targets', 0, 'key'])).toBe('completion');
    expect(valueAt({ targets: [] }, ['targets', 0, 'key'])).toBeUndefined();
  });

  it('values are the same whatever the order of their members', () => {
    expect(isSame({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
    expect(isSame({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isObject([])).toBe(false);
  });

  it('items move up and down, and nowhere from where nothing is', () => {
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a', 'b'], 7, 0)).toEqual(['a', 'b']);
  });

  it('names become labels and keys', () => {
    expect(inWords('pauseWhileAwaitingReply')).toBe('Pause while awaiting reply');
    expect(inWords('case-created')).toBe('Case created');
    expect(asKey('  Für Ähnliches: Anfrage #2 ')).toBe('fur-ahnliches-anfrage-2');
  });
});
