import type { HandlerResult, RouteRequest } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { Person } from '#shared/access/person.ts';
import { allow, type CaseAction, mayOnCase } from '#shared/access/policy.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case, CaseAnswer } from '#shared/casework/cases/case.ts';
import type { CaseDefinition, DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { definitionOf, findCase } from '#shared/casework/cases/cases.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { requireVersion } from '#shared/core/records/read.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * May the caller do this? Asked of the type as it is now: who may do what changes at once, also for
 * cases that run under an older version.
 */
export const may = async (
  { definitions }: Services,
  caller: Person,
  action: CaseAction,
  record: Case,
): Promise<boolean> => {
  const type = await definitions.one('case-types', record.type);
  return type !== undefined && mayOnCase(caller, action, type.value, record);
};

/** May the caller see it, by right or because they have opened it in an emergency? */
export const maySee = async (services: Services, caller: Person, record: Case): Promise<boolean> =>
  (await may(services, caller, 'view', record)) || hasOpened(record, caller, services.now());

/** What may be done with a case in the trash, by those for whom it is there. */
const inTrash: ReadonlySet<CaseAction> = new Set(['view', 'dispose', 'let-in']);

type CaseRequest = Pick<RouteRequest<{ id: string }, unknown, unknown>, 'path' | 'caller' | 'ifMatch'>;

/**
 * A case that the caller may do `action` with, after everything that was due where that changes it.
 * @throws `absent` where it is not there for them, `not-allowed`
 */
const loadAllowed = async (
  services: Services,
  found: Case | undefined,
  { caller, action, absent }: { caller: Person; action: CaseAction; absent: Refusal },
): Promise<Case> => {
  if (!found) throw absent;
  const record = action === 'view' ? found : await upToDate(services, found);
  const does = action === 'view' || (await may(services, caller, action, record));
  const sees = await maySee(services, caller, record);
  // Who may let themselves in does not see it yet.
  allow(sees || (does && action === 'let-in'), does, absent);
  return action === 'view' ? record : asWritable(record);
};

/**
 * The case that a request is about, if the caller may do `action` with it and its If-Match fits.
 *
 * @throws `not-found` also where the caller may not see it, `not-allowed`, `in-trash`, `stale`
 */
export const loadCase = async (
  services: Services,
  { path, caller, ifMatch }: CaseRequest,
  action: CaseAction,
): Promise<DefinedCase> => {
  const found = await findCase(services.table, path.id);
  const record = await loadAllowed(services, found, { caller, action, absent: new Refusal('not-found') });
  if (record.trashedAt && !inTrash.has(action)) throw new Refusal('in-trash');
  requireVersion(record, ifMatch);
  return { record, definition: await definitionOf(services.definitions, record) };
};

/**
 * Another case that a request names beside its own, if the caller may do `action` with it.
 * @throws `absent` where it is not there for the caller or in the trash, `not-allowed`
 */
export const loadOtherCase = async (
  services: Services,
  { id, ...asked }: { id: string; caller: Person; action: CaseAction; absent: Refusal },
): Promise<Case> => {
  const found = await findCase(services.table, id);
  return loadAllowed(services, found?.trashedAt ? undefined : found, asked);
};

/**
 * Whether somebody has opened a private case in an emergency, and the hour is not over. It lets
 * them look, and stands in no list.
 */
const hasOpened = (record: Case, caller: Person, now: number): boolean =>
  !record.trashedAt &&
  record.opened.some(({ id, until }) => id === caller.id && until > iso(now)) &&
  !record.locks.includes(caller.id);

/** What a command on a case answers: the case as it is after it. */
export const changed = (
  decision: Decision<Case>,
  definition: CaseDefinition,
  now: number,
): HandlerResult<CaseAnswer> => ({
  decisions: [decision],
  body: answerCase(decision.after, definition, now),
  version: decision.after.version,
});
