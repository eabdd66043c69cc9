import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { fitsAnswer } from '#functions/api/answer-size.ts';
import { isNamed, withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import type { HandlerResult } from '#functions/api/route-handler.ts';
import { sight } from '#functions/api/sight.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { publicityOf } from '#shared/casework/cases/notes/publicity.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type EventDraft, withInitialValues } from '#shared/core/events/event.ts';
import { jobBegunSchema } from '#shared/core/http/answers.ts';
import { type AnyRoute, audienceOf } from '#shared/core/http/route.ts';
import type { Decision } from '#shared/core/table/decision.ts';

export type HttpResponse = APIGatewayProxyStructuredResultV2;

interface AnswerContext {
  route: AnyRoute;
  caller: Person;
  /** The case that the path names. */
  named?: string | undefined;
  outcome: HandlerResult<unknown>;
}

/**
 * What a caller is shown. The output schema is the last word on what leaves: a member that it does
 * not know is a fault of ours, and never gets out.
 */
const shownTo = async (services: Services, { route, caller, named, outcome }: AnswerContext): Promise<unknown> => {
  const { body, decisions, status } = outcome;
  // What writes a file leaves out what its reader may not see.
  if (body === undefined || (body instanceof File && route.files)) return body;
  const schema = route.startsJob && status === 202 ? jobBegunSchema : route.answer.schema;
  return schema.parse(await withoutHiddenCases(services, { body, caller, decisions, named }));
};

/** @throws `answer-too-large` where Lambda would not hand it over */
const json = (statusCode: number, value: unknown, headers: Record<string, string> = {}): HttpResponse => {
  const body = JSON.stringify(value);
  if (!fitsAnswer(body)) throw new Refusal('answer-too-large');
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body };
};

/** API Gateway makes bytes again of what comes as base64. */
const fileAnswer = async (statusCode: number, file: File, headers: Record<string, string>): Promise<HttpResponse> => ({
  statusCode,
  headers: { 'content-type': file.type, ...headers },
  body: Buffer.from(await file.arrayBuffer()).toString('base64'),
  isBase64Encoded: true,
});

export const answerOf = async (services: Services, context: AnswerContext): Promise<HttpResponse> => {
  const { route, outcome } = context;
  const statusCode = outcome.body === undefined ? 204 : (outcome.status ?? route.answer.status);
  const headers = { ...(outcome.version !== undefined && { etag: `"${outcome.version}"` }), ...outcome.headers };
  if (statusCode === 204) return { statusCode, headers };
  const shown = await shownTo(services, context);
  return shown instanceof File ? fileAnswer(statusCode, shown, headers) : json(statusCode, shown, headers);
};

/** What a requester learns of the events of a decision: those that their own history would show. */
const visibleToRequester = async (
  { definitions }: Services,
  { kind, after, events }: Decision,
): Promise<readonly EventDraft[]> => {
  // Of contacts they change none but their own.
  if (kind === 'contact') return events;
  if (kind !== 'case') return [];
  const { type } = await definitionOf(definitions, after as Case);
  return events.filter((event) => publicityOf(event, type) === 'public');
};

/**
 * The decisions of a dry run that a member of staff may know of: on records that they see, before
 * or after it.
 */
const visibleToStaff = async (services: Services, { caller, named, outcome }: AnswerContext): Promise<Decision[]> => {
  const { body, decisions = [] } = outcome;
  const sees = await sight(services, caller);
  const isNew = ({ before, after }: Decision): boolean =>
    !before && typeof body === 'object' && body !== null && 'id' in body && body.id === after.id;
  return decisions.filter((decision) => {
    const { kind, before, after } = decision;
    if (kind !== 'case' && kind !== 'alert') return true;
    if (isNew(decision) || (kind === 'case' && isNamed(after as Case, named))) return true;
    return sees(kind, after) || (before !== undefined && sees(kind, before));
  });
};

/** The events there would be, as far as the audience of the route may know them. */
const eventsFor = async (services: Services, context: AnswerContext): Promise<object[]> => {
  const { route, caller, outcome } = context;
  const seesAll = caller.isStaff && audienceOf(route) === 'caller';
  const decisions = seesAll ? await visibleToStaff(services, context) : (outcome.decisions ?? []);
  const visible = decisions.map(async (decision) => {
    const events = seesAll ? decision.events : await visibleToRequester(services, decision);
    const subject = { kind: decision.kind, id: decision.after.id };
    return events.map(({ type, changed, before, after: told }) => {
      const { after } = withInitialValues({ changed, before, after: told, record: decision.after });
      return { type, subject, ...(seesAll ? { changed, before, after } : { changed: [], before: {}, after: {} }) };
    });
  });
  return (await Promise.all(visible)).flat();
};

/** What would happen, in one answer: where it is too much, events say only which members change. */
const withinAnswer = <Told extends { events: object[] }>(told: Told): Told =>
  fitsAnswer(JSON.stringify(told))
    ? told
    : { ...told, events: told.events.map((event) => ({ ...event, before: {}, after: {} })) };

/** What would happen: the events there would be, and what the answer would show. */
export const dryRunAnswer = async (services: Services, context: AnswerContext): Promise<HttpResponse> => {
  const { caller, named, outcome } = context;
  const body = { events: await eventsFor(services, context) };
  const shown = await withoutHiddenCases(services, { body, caller, decisions: outcome.decisions, named });
  const record = await shownTo(services, context);
  return json(
    200,
    withinAnswer({ ...(context.route.isPreviewed && (record as object)), ...(shown as typeof body), record }),
  );
};
