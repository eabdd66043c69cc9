import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '#shared/contract/openapi.ts';
import { refusalsOf } from '#shared/contract/openapi-refusals.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { problem, Refusal } from '#shared/core/errors.ts';
import { problemSchema } from '#shared/core/http/answers.ts';
import type { JsonObject } from '#shared/core/http/json-schemas.ts';
import { routeKey } from '#shared/core/http/route.ts';
import { type RefusalCode, refusals } from '#shared/core/refusals.ts';

interface Operation {
  operationId: string;
  security?: unknown[];
  parameters: { name: string; in: string; required: boolean; $ref?: string }[];
  requestBody?: { required: boolean };
  responses: Record<string, { $ref?: string; content?: JsonObject }>;
}
interface Document extends JsonObject {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, { description: string }>; schemas: Record<string, JsonObject> };
}

const document = openApiDocument(allRoutes) as Document;

const operationOf = ({ path, method }: { path: string; method: string }): Operation => {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not described`);
  return operation;
};

const everyReference = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([member, inner]) =>
    member === '$ref' ? [String(inner)] : everyReference(inner),
  );
};

describe('[IN-1] the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  it('leads every reference to a component that is there', () => {
    const missing = everyReference(document).filter((reference) => {
      const path = reference.replace('#/', '').split('/');
      return path.reduce<unknown>((inner, step) => (inner as JsonObject | undefined)?.[step], document) === undefined;
    });
    expect(missing).toEqual([]);
  });

  it('describes every route once, under a name of its own', () => {
    const names = allRoutes.map((route) => operationOf(route).operationId);
    expect(new Set(names).size).toBe(allRoutes.length);
    expect(Object.values(document.paths).flatMap((path) => Object.keys(path))).toHaveLength(allRoutes.length);
  });

  it('describes the parameters in each path, and no others', () => {
    for (const route of allRoutes) {
      const placeholders = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, true]);
      const described = operationOf(route).parameters.filter((parameter) => parameter.in === 'path');
      expect(
        described.map(({ name, required }) => [name, required]),
        routeKey(route),
      ).toEqual(placeholders);
    }
  });

  it('gives every refusal of a route at its status, by its code', () => {
    for (const route of allRoutes) {
      const { responses } = operationOf(route);
      for (const code of refusalsOf(route)) {
        const name = responses[refusals[code].status]?.$ref?.split('/').at(-1) ?? '';
        if (refusals[code].status === 429) expect(name).toBe('TooManyRequests');
        else
          expect(document.components.responses[name]?.description, `${routeKey(route)} ${code}`).toContain(
            `\`${code}\``,
          );
      }
    }
  });

  it('asks for a token but where anyone may call', () => {
    for (const route of allRoutes) {
      const { security, responses } = operationOf(route);
      expect('401' in responses, route.name).toBe(route.who !== 'anyone');
      expect(security, route.name).toEqual(route.who === 'anyone' ? [] : undefined);
    }
  });

  it('says which requests need a body and If-Match', () => {
    const headersOf = (route: { path: string; method: string }) =>
      operationOf(route).parameters.flatMap(({ $ref }) => ($ref ? [$ref] : []));
    const patch = { method: 'PATCH', path: '/v1/cases/{id}' };
    const claim = { method: 'POST', path: '/v1/cases/{id}/claim' };
    expect(operationOf(patch).requestBody?.required).toBe(true);
    expect(headersOf(patch)).toEqual(['#/components/parameters/IfMatch']);
    expect(operationOf(claim)).not.toHaveProperty('requestBody');
    expect(headersOf(claim)).toEqual([
      '#/components/parameters/IfMatchOptional',
      '#/components/parameters/IdempotencyKey',
    ]);
    expect(operationOf({ method: 'GET', path: '/v1/cases' }).requestBody).toBeUndefined();
  });

  it('writes a schema with a name once and refers to it', () => {
    const inline = Object.keys(document.components.schemas).filter((name) => {
      const text = JSON.stringify(document.components.schemas[name]);
      return text.length > 200 && JSON.stringify(document.paths).includes(text);
    });
    expect(inline).toEqual([]);
  });
});

describe('[IN-1] problem details', () => {
  it.each(Object.keys(refusals) as RefusalCode[])('of %s are what the document says', (code) => {
    const refusal = new Refusal(code, 'why', { faults: [{ pointer: '/a', code: 'required', detail: 'is required' }] });
    expect(problemSchema.parse(problem(refusal, 'request-1'))).toMatchObject({
      code,
      status: refusals[code].status,
      requestId: 'request-1',
    });
  });
});
