import fc from 'fast-check';
import type { OpenApi, Operation } from './documented.ts';
import { hostile, type KnownValues, valueGenerators } from './generate-values.ts';

// Requests made from the OpenAPI document: what an operation allows, what it nearly allows, and
// what nobody should send.

export interface Generated {
  path: Record<string, string>;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** JSON, or text that is sent as it is. */
  body?: unknown;
}

/** Arbitraries of the requests to the operations of a document. */
export const requestGenerators = (document: OpenApi, known: KnownValues) => {
  const { valueFrom, memberOf, spoiled } = valueGenerators(document, known);

  const validBodyOf = ({ requestBody }: Pick<Operation, 'requestBody'>): fc.Arbitrary<unknown> =>
    requestBody ? valueFrom(Object.values(requestBody.content)[0]?.schema ?? {}) : fc.constant(undefined);

  const bodyOf = ({ requestBody }: Operation): fc.Arbitrary<unknown> => {
    if (!requestBody) return fc.constant(undefined);
    const valid = validBodyOf({ requestBody });
    return fc.oneof(
      { weight: 6, arbitrary: valid },
      { weight: 3, arbitrary: valid.chain(spoiled) },
      {
        weight: 1,
        arbitrary: fc.constantFrom<unknown>(
          undefined,
          '{',
          '"',
          '[1,]',
          'true',
          '{"a":1}}',
          `${'['.repeat(40)}${']'.repeat(40)}`,
          '{"a":1,"a":2}',
        ),
      },
    );
  };

  const asText = (value: unknown): string => (typeof value === 'string' ? value : String(JSON.stringify(value)));

  const pathOf = (operation: Operation): fc.Arbitrary<Record<string, string>> => {
    const named = operation.parameters.filter((parameter) => parameter.in === 'path');
    const one = (name: string) =>
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...(known[name] ?? ['nowhere'])).map(asText) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            '01K00000000000000000000000',
            'nothing',
            '7K3F-92QX-M',
            '%00',
            '..%2f',
            'a b',
            'x'.repeat(129),
            '💥',
            '__proto__',
            '#',
          ),
        },
      );
    return fc.record(Object.fromEntries(named.map(({ name = '' }) => [name, one(name)])));
  };

  const queryOf = (operation: Operation): fc.Arbitrary<Record<string, string>> => {
    const named = operation.parameters.filter((parameter) => parameter.in === 'query');
    const members = Object.fromEntries(
      named.map(({ name = '', schema }) => [
        name,
        fc
          .oneof(
            { weight: 8, arbitrary: memberOf(name, schema, { depth: 0, owner: '' }) },
            { weight: 1, arbitrary: hostile },
          )
          // Longer addresses never get as far as the API.
          .map((value) => asText(value).slice(0, 1000)),
      ]),
    );
    const required = named.filter((parameter) => parameter.required).map(({ name = '' }) => name);
    const others = named.map(({ name = '' }) => name).filter((name) => !required.includes(name));
    const optional = fc.subarray(others, { maxLength: Math.min(3, others.length) });
    const chosen = fc.oneof({ weight: 1, arbitrary: fc.constant<string[]>([]) }, { weight: 2, arbitrary: optional });
    const some = fc
      .tuple(fc.record(members), chosen)
      .map(([all, names]) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => required.includes(name) || names.includes(name))),
      );
    const withUnknown = some.map((query) => ({ ...query, colour: 'red' }));
    return fc.oneof({ weight: 9, arbitrary: some }, { weight: 1, arbitrary: withUnknown });
  };

  const headersOf = fc
    .record(
      {
        'if-match': fc.oneof(
          { weight: 6, arbitrary: fc.constant('*') },
          { weight: 4, arbitrary: fc.constantFrom('"1"', '"2"', '1', '"999"', 'W/"1"', '"x"', '', '"1", "2"') },
        ),
        'idempotency-key': fc.constantFrom('one', 'two', 'x'.repeat(129), ' '),
        'content-type': fc.constantFrom(
          'application/json',
          'application/json; charset=utf-8',
          'text/plain',
          'application/json-patch+json',
          '',
        ),
      },
      { requiredKeys: [] },
    )
    .map(({ 'content-type': type, 'idempotency-key': key, ...rest }) => ({
      ...rest,
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(type && { 'content-type': type }),
    }));
  const usualHeaders = fc.constantFrom<Record<string, string>>({ 'if-match': '*' }, {});

  const requestsTo = (operation: Operation): fc.Arbitrary<Generated> =>
    fc.record({
      path: pathOf(operation),
      query: queryOf(operation),
      headers: fc.oneof<fc.MaybeWeightedArbitrary<Record<string, string>>[]>(
        { weight: 5, arbitrary: usualHeaders },
        { weight: 1, arbitrary: headersOf as fc.Arbitrary<Record<string, string>> },
      ),
      body: bodyOf(operation),
    });

  return { requestsTo, validBodyOf };
};
