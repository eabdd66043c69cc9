import { answerConfiguration, firstVersion } from '#functions/api/config/kept.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import { duplicateCaseTypeRoute } from '#shared/configuration/file.routes.ts';
import { putConfiguration } from '#shared/core/definitions/configuration.ts';
import { Refusal } from '#shared/core/errors.ts';

// POST /v1/case-types/{key}/duplicate: a type of its own from then on, with a history of its own.
export const duplicateCaseType = routeHandler(duplicateCaseTypeRoute, async (services, { path, body, caller, now }) => {
  const { definitions } = services;
  const original = await definitions.one('case-types', path.key);
  if (!original) throw new Refusal('not-found');
  if (await definitions.one('case-types', body.key)) throw new Refusal('already-exists');
  const decision = putConfiguration(undefined, {
    kind: 'case-types',
    key: body.key,
    value: { ...original.value, name: body.name },
    by: actorOf(caller),
    at: now,
    nextVersion: await firstVersion(services, `case-types/${body.key}`),
  });
  return {
    decisions: [decision],
    body: answerConfiguration(decision.after),
    version: decision.after.version,
  };
});
