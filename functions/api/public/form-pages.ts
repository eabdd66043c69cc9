import type { HttpResponse } from '#functions/api/answers.ts';
import type { AskRoute, PageHandler } from '#functions/api/page-handler.ts';
import { type ApiEvent, parseInput } from '#functions/api/parse.ts';
import { readForm, type SentFile, takeFile } from '#functions/api/public/form-files.ts';
import { form, publicDefinition, somebody, submitForm } from '#functions/api/public/forms.ts';
import type { Services } from '#functions/services.ts';
import { calendarOfType } from '#shared/casework/cases/case-definition.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { faultsOfFirstFiles } from '#shared/casework/files/change-file.ts';
import { type Fault, invalid, problem, Refusal } from '#shared/core/errors.ts';
import { routeKey } from '#shared/core/http/route.ts';
import { formPageRoute, publicNearRoute, sendFormPageRoute, submitFormRoute } from '#shared/portal/form.routes.ts';
import { largestForm } from '#shared/portal/form.schema.ts';
import { bodyOfForm } from '#shared/portal/form-page/form-body.ts';
import { formSections } from '#shared/portal/form-page/form-inputs.ts';
import { type FormPage, formPageOf, formRefusalPage, sentPageOf } from '#shared/portal/form-page/page.ts';
import { formPolicy } from '#shared/portal/form-page/style.ts';
import { type FormWords, wordsFor } from '#shared/portal/form-page/words.ts';
import { announceMyFileRoutes } from '#shared/portal/portal.routes.ts';

// Public forms as pages that work without JavaScript. A page asks the same routes as any other
// client, so what is taken, refused, counted and taken once is the same.

interface FormRequest {
  key: string;
  words: FormWords;
  /** Whether the answer is read by a person; programs get problems as JSON. */
  isForPerson: boolean;
  /** The address of the form. */
  action: string;
}

const shown = (html: string, statusCode = 200, headers: Record<string, string> = {}): HttpResponse => ({
  statusCode,
  headers: {
    'content-type': 'text/html',
    'content-security-policy': formPolicy,
    'cache-control': 'no-store', // each form has a key of its own, and what is sent is somebody's
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    vary: 'accept, accept-language',
    ...headers,
  },
  body: html,
});

const isForPerson = ({ headers }: ApiEvent): boolean => /\btext\/html\b/.test(headers.accept ?? '');

const wordsOf = ({ formLanguages }: Services, { headers, queryStringParameters }: ApiEvent): FormWords =>
  wordsFor(headers['accept-language'] ?? '', formLanguages, queryStringParameters?.lang);

const read = (
  services: Services,
  event: ApiEvent,
  route: PageHandler['route'],
): FormRequest & { body: Buffer<ArrayBuffer> } => {
  const { path, query, body, faults } = parseInput(event, route);
  if (faults.length > 0) throw invalid(faults);
  const { key } = path as { key: string };
  const { lang } = query as { lang?: string };
  return {
    key,
    words: wordsOf(services, event),
    isForPerson: isForPerson(event),
    action: `/forms/${key}${lang === undefined ? '' : `?lang=${lang}`}`,
    body: Buffer.from(typeof body === 'string' ? body : '', 'latin1'),
  };
};

const pageFor = async (
  services: Services,
  { key, words, action }: FormRequest,
): Promise<Omit<FormPage, 'key'> & { zone: string; type: CaseType }> => {
  const definition = await publicDefinition(services, key);
  const { type } = definition;
  const zone = calendarOfType(definition)?.timeZone ?? 'UTC';
  const { name: title, description, publicForm } = type;
  const near = publicForm.nearby && publicNearRoute.path.replace('{key}', key);
  return { words, title, description, sections: formSections(type, words, zone), action, zone, near, type };
};

/** What a person is shown where there is no form, or where it is closed. */
const noForm = ({ words, isForPerson }: FormRequest, answer: HttpResponse): HttpResponse => {
  if (!isForPerson) return answer;
  const refusal =
    answer.statusCode === 409
      ? ({ title: 'disabled', text: 'disabledText' } as const)
      : ({ title: 'notFound', text: 'notFoundText' } as const);
  return shown(formRefusalPage(words, refusal), answer.statusCode);
};

const isFound = ({ statusCode }: HttpResponse): boolean => statusCode === 200;
const formAt = ({ body: _ofTheForm, ...event }: ApiEvent, key: string): ApiEvent => ({
  ...event,
  queryStringParameters: {},
  pathParameters: { key },
});
const newKey = (services: Services): string => Buffer.from(services.random(16)).toString('base64url');

// GET /forms/{key}
export const formPage: PageHandler = {
  route: formPageRoute,
  async page(services, event, ask) {
    const request = read(services, event, formPageRoute);
    const found = await ask(form, formAt(event, request.key));
    if (!isFound(found)) return noForm(request, found);
    return shown(formPageOf({ ...(await pageFor(services, request)), key: newKey(services) }));
  },
};

/** The form as a request of the route that takes it as JSON. */
const asSubmission = (event: ApiEvent, key: string, sent: { body: object; once: string }): ApiEvent => {
  const { 'content-length': _ofTheForm, ...headers } = event.headers;
  const dryRun = event.queryStringParameters?.dryRun;
  return {
    ...event,
    routeKey: routeKey(submitFormRoute),
    rawPath: submitFormRoute.path.replace('{key}', key),
    rawQueryString: '',
    queryStringParameters: { ...(dryRun !== undefined && { dryRun }) },
    pathParameters: { key },
    headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': sent.once },
    body: JSON.stringify(sent.body),
    isBase64Encoded: false,
  };
};

/** A file as a request of the route by which the holder of a link announces one. */
const asFile = (event: ApiEvent, file: SentFile, { link, once }: { link: string; once: string }): ApiEvent => {
  const { name, size, contentType } = file;
  const token = new URL(link).pathname.split('/').at(-1) ?? '';
  const route = announceMyFileRoutes[1];
  return {
    ...asSubmission(event, '', { body: { name, size, contentType }, once }),
    routeKey: routeKey(route),
    rawPath: route.path.replace('{token}', token),
    queryStringParameters: {},
    pathParameters: { token },
  };
};

/** Takes in what was sent along; the names of what was not taken. */
const takeFiles = async (
  { event, ask }: { event: ApiEvent; ask: AskRoute },
  files: readonly SentFile[],
  { link, once }: { link: string; once: string },
): Promise<string[]> => {
  const left: string[] = [];
  for (const [index, file] of files.entries()) {
    const keyOfFile = `${once.slice(0, keyLetters)}-${index}`;
    const answer = await ask(takeFile(file.content), asFile(event, file, { link, once: keyOfFile }));
    if (answer.statusCode !== 201) left.push(file.name);
  }
  return left;
};
// A key has 128 letters at most, and those of files end in their place.
const keyLetters = 120;

interface Problem {
  code: string;
  errors?: Fault[];
}

/** A form that was not taken, with what was typed, and why. */
const notTaken = (page: FormPage, answer: HttpResponse): HttpResponse => {
  const { words, action } = page;
  const { code, errors = [] } = JSON.parse(answer.body ?? '{}') as Problem;
  const { statusCode } = answer;
  if (code === 'idempotency-key-reused')
    return shown(formRefusalPage(words, { title: 'sentBefore', text: 'sentBeforeText', again: action }), statusCode);
  const wait = answer.headers?.['retry-after'];
  const notice = wait === undefined ? undefined : words.say('tooMany', { seconds: String(wait) });
  const shownNotice = notice ?? (errors.length === 0 ? words.say('failed') : undefined);
  const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': String(wait) };
  return shown(formPageOf({ ...page, faults: errors, notice: shownNotice }), statusCode, headers);
};

const dryRun = { dryRun: 'true' };

/** What is wrong with a form whose files are not taken: with those, and with all that is beside. */
const withFaultsOfFiles = (answer: HttpResponse, faults: readonly Fault[], requestId: string): HttpResponse => {
  if (answer.statusCode !== 200 && answer.statusCode !== 400) return answer;
  const others = answer.statusCode === 400 ? ((JSON.parse(answer.body ?? '{}') as Problem).errors ?? []) : [];
  const refusal = invalid([...others, ...faults.map((fault) => ({ ...fault, pointer: '/files' }))]);
  const headers = { ...answer.headers, 'content-type': 'application/problem+json' };
  return { statusCode: refusal.status, headers, body: JSON.stringify(problem(refusal, requestId)) };
};

const send = async (services: Services, event: ApiEvent, ask: AskRoute): Promise<HttpResponse> => {
  const request = read(services, event, sendFormPageRoute);
  const found = await ask(form, formAt(event, request.key));
  if (!isFound(found)) return noForm(request, found);
  const { zone, type, ...page } = await pageFor(services, request);
  const { texts: sent, files } = await readForm(request.body, event.headers['content-type']);
  const once = sent.get('key') || event.headers['idempotency-key'] || newKey(services);
  const inputs = page.sections.flatMap((section) => section.inputs);
  const body = bodyOfForm(inputs, sent, { words: request.words, zone });
  const faults = faultsOfFirstFiles(
    files.map(({ content: _content, ...file }) => ({ ...file, private: false })),
    { by: somebody, type },
  );
  const submission = asSubmission(event, request.key, { body, once });
  const submitted = await ask(
    submitForm,
    faults.length > 0 ? { ...submission, queryStringParameters: dryRun } : submission,
  );
  const answer = faults.length > 0 ? withFaultsOfFiles(submitted, faults, event.requestContext.requestId) : submitted;
  if (answer.statusCode === 201) {
    const made = JSON.parse(answer.body ?? '') as { reference: string; link: string };
    const replayed = answer.headers?.['idempotent-replayed'];
    const headers: Record<string, string> = replayed === undefined ? {} : { 'idempotent-replayed': String(replayed) };
    const left = await takeFiles({ event, ask }, files, { link: made.link, once });
    return shown(sentPageOf(request.words, { ...made, action: request.action, left }), 201, headers);
  }
  return request.isForPerson && answer.statusCode !== 200
    ? notTaken({ ...page, key: once, sent, hadFiles: files.length > 0 }, answer)
    : answer;
};

/** What a person is shown whose files are so many or so large that nobody has read the rest. */
const sendWithinSize: PageHandler['page'] = async (services, event, ask) => {
  try {
    return await send(services, event, ask);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 413 || !isForPerson(event)) throw error;
    const words = wordsOf(services, event);
    const size = String(largestForm / 2 ** 20);
    return shown(formRefusalPage(words, { title: 'tooLarge', text: 'tooLargeText', values: { size } }), error.status);
  }
};

// POST /forms/{key}
export const sendFormPage: PageHandler = { route: sendFormPageRoute, page: sendWithinSize };
