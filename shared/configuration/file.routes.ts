import * as z from 'zod';
import { findingSchema } from '#shared/automation/rules/explain.routes.ts';
import { configurationFileSchema } from '#shared/configuration/file.schema.ts';
import { kinds } from '#shared/configuration/kind-names.ts';
import { configurationAnswer } from '#shared/core/definitions/configuration.schema.ts';
import { pageOf } from '#shared/core/http/answers.ts';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';
import { shortListQuery } from '#shared/core/records/listing.schema.ts';
import { key, name } from '#shared/core/records/primitives.ts';

const family = 'config' as const;
const who = 'admin' as const;

// Lambda takes 6 MB with the envelope of API Gateway around it; an institution's whole
// configuration is a tenth of that.
const largestFile = 4 * 1024 * 1024;

const changes = ['create', 'update', 'same', 'kept'] as const;
const differing = z.record(z.string(), z.unknown()).optional();
const diffSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        kind: z.enum(kinds),
        key: z.string(),
        change: z.enum(changes).meta({ description: '`kept`: it differs, and was left as it is.' }),
        changed: z.array(z.string()).optional().meta({ description: 'The members that differ.' }),
        before: differing.meta({ description: 'These members as they are; of very many only of the first.' }),
        after: differing.meta({ description: 'As the file has them.' }),
        warnings: z.array(findingSchema).optional().meta({ description: 'What is odd about its rules or routines.' }),
      }),
    ),
    /** So many rules and case types, of very many, were not compared with the others. */
    unchecked: z.int().optional(),
  })
  .meta({ id: 'ConfigurationDiff' });
export type Diff = z.infer<typeof diffSchema>;

export const exportRoute = defineRoute({
  name: 'exportConfiguration',
  method: 'GET',
  path: '/v1/configuration/export',
  family,
  who,
  summary: 'Everything configured, as JSON that an import takes back unchanged',
  // What is kept was checked when it was put; an export shows it as it is.
  answer: z.record(z.string(), z.record(z.string(), z.looseObject({}))).meta({ id: 'ConfigurationExport' }),
});

const readyMadeKey = z.strictObject({ key: z.string().min(1).max(64) });
export const readyMadeRoute = defineRoute({
  name: 'readyMade',
  method: 'GET',
  path: '/v1/configuration/ready-made',
  family,
  who,
  summary: 'Instances that come with Caseward, ready to be installed',
  query: z.strictObject(shortListQuery),
  answer: pageOf(
    z.strictObject({
      key: z.string(),
      name: z.string(),
      description: z.string(),
      contents: z.record(z.string(), z.array(z.string())).meta({ description: 'Keys by kind.' }),
    }),
  ),
});

export const installReadyMadeRoute = defineRoute({
  name: 'installReadyMade',
  method: 'POST',
  path: '/v1/configuration/ready-made/{key}/install',
  family,
  who,
  summary: 'Install one of them; what is there already stays as it is',
  params: readyMadeKey,
  answer: diffSchema,
  refusals: ['not-found', 'not-allowed', 'unknown-reference'],
});

export const duplicateCaseTypeRoute = defineRoute({
  name: 'duplicateCaseType',
  method: 'POST',
  path: '/v1/case-types/{key}/duplicate',
  family,
  who,
  summary: 'Make a case type like another one',
  params: readyMadeKey,
  body: z.strictObject({ key, name }),
  answer: configurationAnswer,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'already-exists'],
});

export const importRoute = defineRoute({
  name: 'importConfiguration',
  method: 'POST',
  path: '/v1/configuration/import',
  family,
  who,
  summary: 'Put a whole configuration, or a part of one; what it does not mention stays',
  query: dryRunQuery.extend({ existing: z.enum(['replace', 'keep']).default('replace') }),
  body: configurationFileSchema,
  largestBody: largestFile,
  answer: diffSchema,
  refusals: ['not-allowed', 'unknown-reference', 'would-strand'],
});
