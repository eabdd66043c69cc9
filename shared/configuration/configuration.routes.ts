import * as z from 'zod';
import { migrationSchema } from '#shared/casework/migration/migration.schema.ts';
import {
  duplicateCaseTypeRoute,
  exportRoute,
  importRoute,
  installReadyMadeRoute,
  readyMadeRoute,
} from '#shared/configuration/file.routes.ts';
import { type KeyedKind, keyedKinds, routeNamesOf } from '#shared/configuration/kind-names.ts';
import { keyOfKind, kindSchemas } from '#shared/configuration/kinds.schema.ts';
import { retargetRoute } from '#shared/configuration/retarget.routes.ts';
import { holidaySources } from '#shared/core/calendars/holiday-source.ts';
import { configurationAnswer } from '#shared/core/definitions/configuration.schema.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { actorSchema } from '#shared/core/records/primitives.ts';

const family = 'config' as const;

const keyOf = (kind: Kind) => z.strictObject({ key: keyOfKind(kind) });

// Read leniently: a key that could not be is a record that is not there.
const anyKey = z.strictObject({ key: z.string().min(1).max(128) });

/**
 * A type may come with where its open records go, a calendar with where its holidays come from.
 * Neither is kept.
 */
const bodyOf = (kind: Kind): z.ZodType => {
  if (kind === 'case-types') return kindSchemas[kind].safeExtend({ migrate: migrationSchema.optional() });
  if (kind === 'alert-types') return kindSchemas[kind].safeExtend({ migrate: migrationSchema.optional() });
  if (kind === 'calendars') return kindSchemas[kind].safeExtend({ holidaysFrom: holidaySources.optional() });
  return kindSchemas[kind];
};

/** One of its versions: who saved that, and whether it is that somebody deleted it. */
const configurationVersion = configurationAnswer
  .extend({ savedBy: actorSchema, deleted: z.literal(true).optional() })
  .meta({ id: 'ConfigurationVersion' });

const titled = (kind: Kind): string => kind.replaceAll('-', ' ');
const routesOf = (kind: KeyedKind) => {
  const names = routeNamesOf(kind);
  // The address of a webhook may be as good as a key to what is behind it.
  const who = kind === 'webhooks' ? ('admin' as const) : ('staff' as const);
  return {
    kind,
    list: defineRoute({
      name: names.list,
      method: 'GET',
      path: `/v1/${kind}`,
      family,
      who,
      summary: `All ${titled(kind)}`,
      query: plainPageQuery,
      answer: pageOf(configurationAnswer),
    }),
    get: defineRoute({
      name: names.get,
      method: 'GET',
      path: `/v1/${kind}/{key}`,
      family,
      who,
      summary: `One of the ${titled(kind)}`,
      params: anyKey,
      answer: configurationAnswer,
      refusals: ['not-found'],
    }),
    put: defineRoute({
      name: names.put,
      method: 'PUT',
      path: `/v1/${kind}/{key}`,
      family,
      who: 'admin',
      summary: `Put one of the ${titled(kind)}`,
      ifMatch: 'when-exists',
      params: keyOf(kind),
      body: bodyOf(kind),
      answer: configurationAnswer,
      refusals: ['not-allowed', 'precondition-required', 'stale', 'unknown-reference', 'would-strand'],
    }),
    remove: defineRoute({
      name: names.remove,
      method: 'DELETE',
      path: `/v1/${kind}/{key}`,
      family,
      who: 'admin',
      summary: `Delete one of the ${titled(kind)}, where nothing refers to it`,
      ifMatch: 'required',
      params: anyKey,
      answer: z.undefined(),
      status: 204,
      refusals: ['not-found', 'not-allowed', 'in-use', 'stale'],
    }),
    versions: defineRoute({
      name: names.versions,
      method: 'GET',
      path: `/v1/${kind}/{key}/versions`,
      family,
      who,
      summary: 'Every version it had, oldest first',
      params: anyKey,
      query: plainPageQuery,
      answer: pageOf(configurationVersion),
      refusals: ['not-found'],
    }),
  };
};

export const routesByKind = keyedKinds.map(routesOf);

const fieldAnswer = z.looseObject({ field: z.string(), kind: z.string(), operators: z.array(z.string()) });
export const conditionFieldsRoute = defineRoute({
  name: 'conditionFields',
  method: 'GET',
  path: '/v1/conditions/fields',
  family,
  who: 'staff',
  summary: 'Fields that conditions may ask about, with kinds and operators',
  query: z.strictObject(shortListQuery),
  answer: pageOf(fieldAnswer),
});

export const configurationRoutes = [
  ...routesByKind.flatMap(({ list, get, put, remove, versions }) => [list, get, put, remove, versions]),
  conditionFieldsRoute,
  exportRoute,
  importRoute,
  readyMadeRoute,
  installReadyMadeRoute,
  duplicateCaseTypeRoute,
  retargetRoute,
];
