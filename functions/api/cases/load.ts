import type { Outcome, StoryRequest } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake.ts';
import type { Person } from '#shared/access/person.ts';
import { allow, type CaseAction, mayOnCase } from '#shared/access/policy.ts';
import { answerCase } from '#shared/cases/answer-case.ts';
import type { Case, CaseAnswer } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { definitionOf, findCase } from '#shared/cases/cases.ts';
import { Refusal } from '#shared/errors.ts';
import { iso } from '#shared/records/instants.ts';
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
  const found = await findCase(services.table, path.id);
  if (!found) throw new Refusal('not-found');
  const record = action === 'view' ? found : await upToDate(services, found);
  const sees = (await may(services, caller, 'view', record)) || hasOpened(record, caller, services.now());
  const does = action === 'view' ? sees : await may(services, caller, action, record);
  // What is in the trash is there for those who may take it out again, and for nothing else.
  allow(sees && (!record.trashedAt || (await may(services, caller, 'manage', record))), does);
  if (record.trashedAt && action !== 'view' && action !== 'manage') throw new Refusal('in-trash');
  requireVersion(record, ifMatch);
  return { record, definition: await definitionOf(services.definitions, record) };
};

/** Whether somebody has opened a private case in an emergency, and the hour is not over. It lets them look, and stands in no list. */
const hasOpened = (record: Case, caller: Person, now: number): boolean =>
  record.opened.some(({ id, until }) => id === caller.id && until > iso(now)) && !record.locks.includes(caller.id);

/** What a command on a case answers: the case as it is after it. */
export const changed = (decision: Decision<Case>, definition: CaseDefinition, now: number): Outcome<CaseAnswer> => ({
  decisions: [decision],
  body: answerCase(decision.after, definition, now),
  version: decision.after.version,
});
