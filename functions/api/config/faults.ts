import type * as z from 'zod';
import type { FaultsOfType } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { faultsOfConfiguration } from '#shared/configuration/check.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { soundMembers } from '#shared/core/http/faults.ts';

/**
 * What the configuration (as it is, or as it would be) and the stage have against one that is to be
 * saved.
 */
export const faultsOfSaving = async <K extends Kind>(
  services: Pick<Services, 'webhooks'> & { definitions: Configurations },
  kind: K,
  value: Partial<ValueOf<K>>,
) => {
  const { inside, missing } = await faultsOfConfiguration(services.definitions, kind, value);
  const url = kind === 'webhooks' && 'url' in value ? String(value.url) : undefined;
  if (url === undefined) return { inside, missing };
  // What judges addresses is loaded with the first webhook that is saved.
  const { faultsOfTarget } = await import('#shared/automation/webhooks/target.ts');
  return { inside: [...inside, ...faultsOfTarget(url, services.webhooks.targets)], missing };
};

/**
 * What the whole configuration has against the members of a body that are sound by themselves, so
 * that it comes in one answer with what is wrong with the others.
 */
export const faultsOfSound =
  (kind: Kind): FaultsOfType<unknown> =>
  async (services, { json }) => {
    const sound = soundMembers(kindSchemas[kind] as z.ZodObject, json);
    const { inside, missing } = await faultsOfSaving(services, kind, sound);
    return [...inside, ...missing];
  };
