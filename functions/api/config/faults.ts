import type * as z from 'zod';
import type { FaultsOfType } from '#functions/api/route-handler.ts';
import { faultsOfConfiguration } from '#shared/configuration/check.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { soundMembers } from '#shared/core/http/faults.ts';

/**
 * What the whole configuration has against the members of a body that are sound by themselves, so
 * that it comes in one answer with what is wrong with the others.
 */
export const faultsOfSound =
  (kind: Kind): FaultsOfType<unknown> =>
  async ({ definitions }, { json }) => {
    const sound = soundMembers(kindSchemas[kind] as z.ZodObject, json);
    const { inside, missing } = await faultsOfConfiguration(definitions, kind, sound);
    return [...inside, ...missing];
  };
