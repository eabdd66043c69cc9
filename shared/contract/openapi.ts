import * as z from 'zod';
import { eventTypes } from '#shared/contract/events.ts';
import { refusalsByStatus, takesBody } from '#shared/contract/openapi-refusals.ts';
import { eventTypeSchema } from '#shared/core/events/event.schema.ts';
import { dryRunSchema, gatewayMessageSchema, jobBegunSchema, problemSchema } from '#shared/core/http/answers.ts';
import { componentCollector, type JsonObject } from '#shared/core/http/json-schemas.ts';
import { type AnyRoute, needsToken, type Who } from '#shared/core/http/route.ts';
import { type RefusalCode, refusals } from '#shared/core/refusals.ts';

// The whole interface as OpenAPI 3.1, from the routes and nothing else.

type Collector = ReturnType<typeof componentCollector>;

const whoMayCall: Record<Who, string> = {
  anyone: 'Without a token.',
  'signed-in': 'For everybody with a token.',
  staff: 'For staff.',
  admin: 'For admins.',
};

const json = 'application/json';
const problemJson = 'application/problem+json';
const reference = (section: string, name: string): JsonObject => ({ $ref: `#/components/${section}/${name}` });
const content = (type: string, schema: JsonObject): JsonObject => ({ [type]: { schema } });
const textHeader = (description: string): JsonObject => ({ description, schema: { type: 'string' } });

const headers: JsonObject = {
  ETag: textHeader('The version of the record, in quotes: what If-Match takes.'),
  RequestId: textHeader('Which request this answers; also in the logs.'),
  Replayed: { description: 'This is the answer that the same Idempotency-Key got before.', schema: { const: 'true' } },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
};

const headerParameter = (
  name: string,
  description: string,
  required: boolean,
  schema: JsonObject = { type: 'string' },
): JsonObject => ({
  name,
  in: 'header',
  description,
  required,
  schema,
});

const parameters = {
  IfMatch: headerParameter('If-Match', 'The ETag of the record as you read it.', true),
  IfMatchOptional: headerParameter(
    'If-Match',
    'The ETag of the record as you read it; refused with 412 where it has changed since.',
    false,
  ),
  IfMatchWhenThere: headerParameter(
    'If-Match',
    'The ETag, where the record is there already; none where this makes it.',
    false,
  ),
  IdempotencyKey: headerParameter(
    'Idempotency-Key',
    'The same key with the same request gets the first answer again, for 24 hours.',
    false,
    { type: 'string', minLength: 1, maxLength: 128 },
  ),
};

const ifMatchParameter = {
  required: 'IfMatch',
  optional: 'IfMatchOptional',
  'when-exists': 'IfMatchWhenThere',
} as const;

const parametersOf = (route: AnyRoute, { schemaOf }: Collector): JsonObject[] => {
  const of = (place: 'path' | 'query'): JsonObject[] => {
    const { properties = {}, required = [] } = schemaOf(route.input[place], 'input') as {
      properties?: JsonObject;
      required?: string[];
    };
    return Object.entries(properties).map(([name, schema]) => ({
      name,
      in: place,
      required: required.includes(name),
      schema,
    }));
  };
  return [
    ...of('path'),
    ...of('query'),
    ...(route.ifMatch ? [reference('parameters', ifMatchParameter[route.ifMatch])] : []),
    ...(route.method === 'POST' ? [reference('parameters', 'IdempotencyKey')] : []),
  ];
};

/** A dry run that is a preview says, beside the events, what the run itself would answer. */
const previewedAs = (schema: z.ZodType): z.ZodType => {
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((one) => previewedAs(one as z.ZodType)));
  return schema instanceof z.ZodObject ? schema.extend(dryRunSchema.shape) : dryRunSchema;
};

/** A record carries its version in its body and in its ETag. */
const carriesVersion = (schema: z.ZodType): boolean => {
  const { def } = schema._zod as unknown as {
    def: { type: string; shape?: JsonObject; options?: z.ZodType[]; innerType?: z.ZodType };
  };
  if (def.innerType) return carriesVersion(def.innerType);
  return def.type === 'union'
    ? (def.options ?? []).some(carriesVersion)
    : def.shape !== undefined && 'version' in def.shape;
};

const successesOf = (route: AnyRoute, { schemaOf }: Collector): JsonObject => {
  const { status, schema } = route.answer;
  const hasBody = status !== 204;
  const answerHeaders = {
    'x-request-id': reference('headers', 'RequestId'),
    ...(carriesVersion(schema) && { ETag: reference('headers', 'ETag') }),
    ...(route.method === 'POST' && { 'Idempotent-Replayed': reference('headers', 'Replayed') }),
  };
  const answer = (description: string, of?: JsonObject): JsonObject => ({
    description,
    headers: answerHeaders,
    // A file says of itself what it is.
    ...(of && { content: content(String(of.contentMediaType ?? json), of) }),
  });
  const record = hasBody ? schemaOf(schema, 'output') : undefined;
  // GeoJSON is an object; lines of JSON are none as a whole.
  const ofFile = (type: string): JsonObject => ({ type: type.endsWith('+json') ? 'object' : 'string' });
  const files = Object.fromEntries((route.files ?? []).map((type) => [type, { schema: ofFile(type) }]));
  const begun = route.startsJob && { 202: answer('A job makes it', schemaOf(jobBegunSchema, 'output')) };
  if (route.method === 'GET') return { [status]: answer('Found', record), ...begun };
  const dryRun = schemaOf(route.isPreviewed ? previewedAs(schema) : dryRunSchema, 'output');
  const made = { 201: answer('Made', record) };
  if (status === 202) return { 202: answer('Taken', record), 200: answer('What a dry run would do', dryRun) };
  if (status === 201) return { ...made, 200: answer('What a dry run would do', dryRun) };
  if (status === 204 || !record) return { 204: answer('Done'), 200: answer('What a dry run would do', dryRun) };
  const done = answer('Done, or what a dry run would do', { anyOf: [record, dryRun] });
  return {
    200: { ...done, content: { ...(done.content as JsonObject), ...files } },
    ...begun,
    ...(route.ifMatch === 'when-exists' && made),
    ...(schema.safeParse(undefined).success && { 204: answer('There is nothing') }),
  };
};

/**
 * A refusal as it stands among the components: all that share a status and the same codes are one.
 */
const refusalOf = (status: number, codes: RefusalCode[], problem: JsonObject): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${refusals[code].title}`).join('. '),
  headers: {
    'x-request-id': reference('headers', 'RequestId'),
    ...(status === 412 && { ETag: reference('headers', 'ETag') }),
  },
  content: content(problemJson, {
    allOf: [problem, { type: 'object', properties: { status: { const: status }, code: { enum: codes } } }],
  }),
});

const gatewayAnswers = (problem: JsonObject, message: JsonObject): JsonObject => ({
  Unauthorized: { description: 'No token, or one that is not valid.', content: content(json, message) },
  TooManyRequests: {
    description: 'More requests than the deployment takes.',
    headers: { 'Retry-After': reference('headers', 'RetryAfter') },
    content: { ...content(json, message), ...content(problemJson, problem) },
  },
});

/**
 * The interface as an OpenAPI 3.1 document, of routes in their order. Named schemas become
 * components, and so does each set of refusals.
 */
export const openApiDocument = (routes: readonly AnyRoute[]): JsonObject => {
  const collector = componentCollector({
    dialect: 'draft-2020-12',
    grows: false,
    values: new Map([[eventTypeSchema, eventTypes]]),
  });
  const problem = collector.schemaOf(problemSchema, 'output');
  const responses = new Map(
    Object.entries(gatewayAnswers(problem, collector.schemaOf(gatewayMessageSchema, 'output'))),
  );

  const refusalsFor = (route: AnyRoute): JsonObject =>
    Object.fromEntries(
      [...refusalsByStatus(route)].map(([status, codes]) => {
        if (status === 429) return [status, reference('responses', 'TooManyRequests')];
        const name = `${status}.${codes.join('.')}`;
        if (!responses.has(name)) responses.set(name, refusalOf(status, codes, problem));
        return [status, reference('responses', name)];
      }),
    );

  const operation = (route: AnyRoute): JsonObject => ({
    operationId: route.name,
    tags: [route.family],
    summary: route.summary,
    description: whoMayCall[route.who],
    ...(!needsToken(route) && { security: [] }),
    parameters: parametersOf(route, collector),
    ...(takesBody(route) && {
      requestBody: {
        required: !route.input.body.safeParse(undefined).success,
        content: Object.fromEntries(
          (route.takes ?? [json]).flatMap((type) =>
            Object.entries(content(type, collector.schemaOf(route.input.body, 'input'))),
          ),
        ),
      },
    }),
    responses: {
      ...successesOf(route, collector),
      ...(needsToken(route) && { 401: reference('responses', 'Unauthorized') }),
      ...refusalsFor(route),
    },
  });

  const paths = new Map<string, JsonObject>();
  for (const route of routes)
    paths.set(route.path, { ...paths.get(route.path), [route.method.toLowerCase()]: operation(route) });

  const { document, schemas } = collector.finish({
    paths: Object.fromEntries(paths),
    responses: Object.fromEntries(responses),
  });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Caseward',
      summary: 'Alerts and cases: who is doing what about it, and by when',
      // Of the interface: the 1 of `/v1`.
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    tags: [...new Set(routes.map((route) => route.family))].map((name) => ({ name })),
    paths: document.paths,
    components: {
      schemas,
      responses: document.responses,
      parameters,
      headers,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the deployment’s issuer, with the claims sub, email, name and groups.',
        },
      },
    },
  };
};
