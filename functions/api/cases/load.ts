import type { Outcome, StoryRequest } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { allow, type CaseAction, mayOnCase } from '#shared/access/policy.ts';
import type { Case, CaseAnswer } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { answerCase, definitionOf, findCase } from '#shared/cases/cases.ts';
import { Refusal } from '#shared/errors.ts';
import { requireVersion } from '#shared/records/read.ts';
import type { Decision } from '#shared/table/decision.ts';

interface Loaded {
  record: Case;
  definition: CaseDefinition;
}

/** May the caller do this? Asked of the type as it is now: who may do what changes at once, also for cases that run under an older version. */
export const may = async (
  { definitions }: Services,
  caller: Person,
  action: CaseAction,
  record: Case,
): Promise<boolean> => {
  const type = await definitions.one('case-types', record.type);
  return type !== undefined && mayOnCase(caller, action, type.value, record);
};

/**
 * The case that a request is about, if the caller may do `action` with it and its If-Match fits.
 *
 * @throws `not-found` also where the caller may not see it, `not-allowed`, `stale`
 */
export const loadCase = async (
  services: Services,
  { path, caller, ifMatch }: Pick<StoryRequest<{ id: string }, unknown, unknown>, 'path' | 'caller' | 'ifMatch'>,
  action: CaseAction,
): Promise<Loaded> => {
  const record = await findCase(services.table, path.id);
  if (!record) throw new Refusal('not-found');
  allow(await may(services, caller, 'view', record), await may(services, caller, action, record));
  requireVersion(record, ifMatch);
  return { record, definition: await definitionOf(services.definitions, record) };
};

/** What a command on a case answers: the case as it is after it. */
export const changed = (decision: Decision<Case>, definition: CaseDefinition, now: number): Outcome<CaseAnswer> => ({
  decisions: [decision],
  body: answerCase(decision.after, definition, now),
  version: decision.after.version,
});
