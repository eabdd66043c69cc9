import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { apiHandler } from '#functions/api/api-handler.ts';
import type { ApiEvent } from '#functions/api/parse.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { allRoutes } from '#shared/contract/routes.ts';
import { routeKey, type Who } from '#shared/core/http/route.ts';
import { identityOf, isStaffGroup, type Kind, kindsOfPeople } from './people.ts';

// One case, for a caller who is signed in and for one with a link.
const belowTheirCase = [
  ['GET', ''],
  ['GET', '/notes'],
  ['POST', '/notes'],
  ['GET', '/history'],
  ['GET', '/appointments'],
  ['GET', '/questions'],
  ['GET', '/questions/{questionId}'],
  ['POST', '/questions/{questionId}/answer'],
  ['GET', '/files'],
  ['POST', '/files'],
  ['GET', '/files/{fileId}'],
  ['POST', '/withdraw'],
  ['GET', '/contact'],
  ['PATCH', '/contact'],
];
const ofTheirCase = (path: string): string[] => belowTheirCase.map(([method, below]) => `${method} ${path}${below}`);

// The gate before any story: who may call a route at all. Every route not named here is for staff.
const routesFor: Record<Exclude<Who, 'staff'>, string[]> = {
  anyone: [
    'GET /v1/public/opt-outs/{token}',
    'POST /v1/public/opt-outs/{token}',
    'GET /forms/{key}',
    'POST /forms/{key}',
    'GET /openapi.json',
    'GET /asyncapi.json',
    'GET /v1/public/case-types',
    'GET /v1/public/case-types/{key}/form',
    'POST /v1/public/case-types/{key}/cases',
    'GET /v1/public/case-types/{key}/near',
    'POST /v1/public/case-types/{key}/subscribe',
    'POST /v1/public/subscriptions/{token}/confirm',
    'DELETE /v1/public/subscriptions/{token}',
    'POST /v1/public/links/renew',
    ...ofTheirCase('/v1/public/links/{token}'),
  ],
  'signed-in': [
    'GET /v1/events',
    'GET /v1/me',
    'POST /v1/cases',
    'GET /v1/me/notification-settings',
    'PUT /v1/me/notification-settings',
    'GET /v1/me/case-types',
    'GET /v1/me/cases',
    'GET /v1/me/contact',
    'PATCH /v1/me/contact',
    ...ofTheirCase('/v1/me/cases/{id}'),
  ],
  admin: [
    'PUT /v1/contacts/{id}',
    'PATCH /v1/contacts/{id}',
    'POST /v1/contacts/{id}/export',
    'POST /v1/rules',
    ...['POST /v1/rules/check', 'POST /v1/rules/dry-run'],
    ...['POST /v1/segments', 'PUT /v1/segments/{key}', 'DELETE /v1/segments/{key}'],
    'PUT /v1/rules/{id}',
    'DELETE /v1/rules/{id}',
    'GET /v1/rules/{id}/runs',
    'GET /v1/suppressed-addresses',
    'DELETE /v1/suppressed-addresses/{address}',
    'GET /v1/mail/set-aside',
    'GET /v1/mail/set-aside/{id}',
    'GET /v1/configuration/export',
    'POST /v1/configuration/import',
    'POST /v1/contacts/import',
    ...['POST /v1/contacts/{id}/erase', 'POST /v1/contacts/{id}/export', 'POST /v1/retention-policies/{key}/run'],
    'POST /v1/alerts/import',
    'POST /v1/signal-mappings/try',
    'GET /v1/configuration/ready-made',
    'POST /v1/configuration/ready-made/{key}/install',
    'POST /v1/case-types/{key}/duplicate',
    'POST /v1/case-types/{key}/retarget',
    'POST /v1/workflows',
    'PUT /v1/workflows/{id}',
    'DELETE /v1/workflows/{id}',
    'POST /v1/workflows/{id}/publish',
    'POST /v1/workflows/simulate',
    ...['GET /v1/webhooks', 'GET /v1/webhooks/{key}', 'GET /v1/webhooks/{key}/versions'],
    'GET /v1/webhooks/{key}/deliveries',
    ...['rotate', 'test', 'replay', 'recover'].map((action) => `POST /v1/webhooks/{key}/${action}`),
    ...[
      'instances',
      'case-types',
      'alert-types',
      'priorities',
      'calendars',
      'templates',
      'notification-settings',
      'groups',
      'signal-mappings',
      'webhooks',
      'record-templates',
      'retention-policies',
    ].flatMap((kind) => [`PUT /v1/${kind}/{key}`, `DELETE /v1/${kind}/{key}`]),
  ],
};

const staff: Kind[] = [
  'admin',
  'view-all',
  'manager',
  'reassignment',
  'escalation',
  'enquiry',
  'starter-only staff',
  'other staff',
];
const passes: Record<Who, Kind[]> = {
  anyone: kindsOfPeople,
  'signed-in': kindsOfPeople.filter((kind) => kind !== 'nobody'),
  staff,
  admin: ['admin'],
};

const whoOf = (key: string): Who =>
  (['anyone', 'signed-in', 'admin'] as const).find((who) => routesFor[who].includes(key)) ?? 'staff';

// Inert: the gate and the parsing after it touch the clock and the groups directory, and nothing
// else.
const untouchable = <T>(what: string): T =>
  new Proxy(
    {},
    {
      get: (_target, member) => {
        throw new Error(`${what}.${String(member)} was touched`);
      },
    },
  ) as T;
const services = {
  now: () => Date.parse('2026-11-21T09:00:00.000Z'),
  definitions: {
    refresh: async () => {},
    refreshOnceAMinute: async () => true,
    all: async () => ({ get: (group: string) => (isStaffGroup(group) ? { value: { staff: true } } : undefined) }),
  },
  table: { cost: { reads: 0, writes: 0, milliseconds: 0 } },
  cursors: untouchable('cursors'),
  commit: () => {
    throw new Error('something was written');
  },
} as unknown as Services;

// The routes as they are, each with a handler that ends well for every caller who reaches it.
const open = {
  input: { path: z.unknown(), query: z.unknown(), body: z.unknown() },
  answer: { status: 200 as const, schema: z.unknown() },
};
logger.setLogLevel('SILENT');
const handler = apiHandler(
  services,
  Object.fromEntries(
    allRoutes.map((route) => [
      route.name,
      async () => ({ handler: { route: { ...route, ...open }, run: async () => ({ body: {} }) } }),
    ]),
  ),
);

const call = async (key: string, kind: Kind) => {
  const { headers, requestContext } = identityOf(kind);
  const [method, path = ''] = key.split(' ');
  const event = {
    rawPath: path,
    rawQueryString: '',
    headers: { ...headers, 'if-match': '"1"' },
    requestContext: { ...requestContext, requestId: 'r', http: { method } },
  } as unknown as ApiEvent;
  return (await handler(event, {} as Context)) as { statusCode: number; body: string };
};

describe('[IN-1] the first gate', () => {
  it.each(allRoutes.map(routeKey))('of %s lets through whom the route is for, and nobody else', async (key) => {
    const through: Kind[] = [];
    for (const kind of kindsOfPeople) {
      const { statusCode, body } = await call(key, kind);
      if (statusCode === 200) through.push(kind);
      else expect([statusCode, JSON.parse(body).code], kind).toEqual([403, 'not-allowed']);
    }
    expect(through).toEqual(passes[whoOf(key)]);
  });

  it('is named for no route that is not there', () => {
    const named = Object.values(routesFor).flat();
    expect(named.filter((key) => !allRoutes.some((route) => routeKey(route) === key))).toEqual([]);
  });
});
