import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { allRoutes } from '#shared/contract/routes.ts';
import type { AnyRoute } from '#shared/core/http/route.ts';
import type { ClientResponse } from '#test/house/institution.ts';

// Holds answers against the OpenAPI document that the deployment itself serves.

type Json = Record<string, unknown>;
interface Response {
  $ref?: string;
  content?: Record<string, { schema: Json }>;
}
export interface Operation {
  parameters: { name?: string; in?: string; required?: boolean; schema: Json; $ref?: string }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, Response>;
}
export interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Json>>;
}

/** What a reference such as `#/components/schemas/Case` leads to. */
export const resolve = <T>(document: OpenApi, reference: string): T =>
  reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((inner, step) => (inner as Json)[step], document) as T;

/** The route that API Gateway finds for a path. */
export const routeFor = (method: string, path: string): AnyRoute => {
  const segments = path.split('?')[0]?.split('/') ?? [];
  const fits = (template: string) => {
    const parts = template.split('/');
    return parts.length === segments.length && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  };
  const route = allRoutes.find((one) => one.method === method && fits(one.path));
  if (!route) throw new Error(`no route for ${method} ${path}`);
  return route;
};

/**
 * Tells what is wrong with an answer to a route, by the document; nothing where it is as described.
 * `of`: the whole answer, or all but what its body says.
 */
export const answerChecker = (document: OpenApi, of: 'all' | 'heads' = 'all') => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'openapi');
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();

  const validatorAt = (place: string) => {
    let validate = compiled.get(place);
    if (!validate) {
      validate = ajv.compile({ $ref: `openapi${place}` });
      compiled.set(place, validate);
    }
    return validate;
  };
  const escaped = (segment: string) => encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'));

  return (
    route: { method: string; path: string },
    { status, headers, body }: ClientResponse<unknown>,
  ): string | undefined => {
    const method = route.method.toLowerCase();
    const described = document.paths[route.path]?.[method]?.responses[status];
    if (!described) return `status ${status} is not described: ${JSON.stringify(body)}`;
    if (!headers.get('x-request-id')) return 'has no x-request-id';
    const place = described.$ref ?? `#/paths/${escaped(route.path)}/${method}/responses/${status}`;
    const content = (described.$ref ? resolve<Response>(document, described.$ref) : described).content;
    if (!content) return body === '' ? undefined : `has a body, which is not described: ${JSON.stringify(body)}`;
    const type = headers.get('content-type') ?? 'none';
    if (!content[type]) return `content type ${type} is not described`;
    if (of === 'heads') return undefined;
    const validate = validatorAt(`${place}/content/${escaped(type)}/schema`);
    if (validate(body)) return undefined;
    return `${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 2000)}`;
  };
};
