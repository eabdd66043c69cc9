import { Liquid, type Template as Parsed } from 'liquidjs';
import type { Fault } from '#shared/core/errors.ts';
import { dateFormat } from '#shared/mail/notifications/date-format.ts';
import { escapeHtml, htmlOfText, paragraphOf } from '#shared/mail/notifications/html.ts';
import type { Rendered, Template } from '#shared/mail/notifications/template.ts';
import { completeValues, MarkdownText, trialValues } from '#shared/mail/notifications/token-values.ts';
import { isKnownPath, type PathStep, tokenNames } from '#shared/mail/notifications/tokens.ts';
import { zoneName } from '#shared/mail/notifications/zone-names.ts';

/**
 * How times are written: in an IANA zone, UTC where none is given, and in the language of the
 * template, British English where it names none.
 */
interface Writing {
  timeZone?: string | undefined;
  language?: string | undefined;
  /** Shows in HTML what was written in Markdown; without it that stands as it was written. */
  markdown?: ((text: string) => string) | undefined;
}

interface RenderContext {
  context: { getSync(path: string[]): unknown };
}

const writer = (options: Intl.DateTimeFormatOptions) =>
  function write(this: RenderContext, value: unknown): unknown {
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) return value;
    const { timeZone, language } = this.context.getSync(['writing']) as Required<Writing>;
    return dateFormat(language, { ...options, timeZone })
      .formatToParts(at)
      .map(({ type, value: part }) => (type === 'timeZoneName' ? zoneName(language, timeZone, at) : part))
      .join('');
  };

const day = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;

// Authors of templates may not read files, or keep a function busy: no tags that load others, and
// limits far above what a mail needs.
const limits = { parseLimit: 50_000, renderLimit: 1_000, memoryLimit: 2_000_000 };
const tagsThatLoad = ['include', 'render', 'layout', 'block'];

type Escape = (this: RenderContext, value: unknown) => unknown;

const asHtml: Escape = function show(this: RenderContext, value) {
  const { markdown } = this.context.getSync(['writing']) as Writing;
  return value instanceof MarkdownText && markdown ? markdown(String(value)) : escapeHtml(String(value ?? ''));
};

// Markdown is left out of a text of which HTML is made until that is cut into paragraphs. The two
// characters mean nothing in any script; a value with them can only name another text of the mail.
const [opening, closing] = ['\ue000', '\ue001'];
const leftOutHere = new RegExp(`${opening}(\\d+)${closing}`, 'g');
const leavingOut: Escape = function leave(this: RenderContext, value) {
  if (!(value instanceof MarkdownText)) return value;
  const written = this.context.getSync(['leftOut']) as string[];
  return `${opening}${written.push(String(value)) - 1}${closing}`;
};

/**
 * A paragraph that is nothing but something written in Markdown becomes that; anywhere else it
 * stands as it was written.
 */
const withMarkdown =
  (written: readonly string[], show: (text: string) => string) =>
  (paragraph: string): string => {
    const [match, index] = new RegExp(`^${leftOutHere.source}$`).exec(paragraph) ?? [];
    const alone = match === undefined ? undefined : written[Number(index)];
    return alone === undefined
      ? paragraphOf(paragraph.replace(leftOutHere, (_, one) => written[Number(one)] ?? ''))
      : show(alone);
  };

const buildEngine = (part: TemplatePart): Liquid => {
  const escapes = part === 'html';
  const outputEscape = { html: asHtml, paragraphs: leavingOut, text: undefined, subject: undefined }[part];
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    timezoneOffset: 0,
    ...limits,
    ...(outputEscape && { outputEscape: outputEscape as (value: unknown) => string }),
  });
  for (const tag of tagsThatLoad) Reflect.deleteProperty(engine.tags, tag);
  // It would let a value out unescaped.
  delete engine.filters.raw;
  engine.registerFilter('local_time', writer({ ...day, hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }));
  engine.registerFilter('local_date', writer(day));
  if (escapes) {
    // Those that escape by themselves are not escaped again.
    for (const name of ['escape', 'xml_escape'])
      engine.registerFilter(name, { raw: true, handler: (value) => escapeHtml(String(value ?? '')) });
    engine.registerFilter('newline_to_br', {
      raw: true,
      handler: (value) => escapeHtml(String(value ?? '')).replace(/\r?\n/g, '<br>\n'),
    });
  }
  return engine;
};

/** `paragraphs`: the text again, for the HTML that is made from it. */
type TemplatePart = 'subject' | 'text' | 'html' | 'paragraphs';
const parts = ['subject', 'text', 'html'] as const satisfies readonly TemplatePart[];

const engines = new Map<TemplatePart, Liquid>();
const engineFor = (part: TemplatePart): Liquid => {
  const known = engines.get(part) ?? buildEngine(part);
  engines.set(part, known);
  return known;
};

// A function writes the same few templates over and over; parsing one takes as long as filling it.
const parsedBefore = new Map<string, Parsed[]>();
const mostParsed = 200;

const parse = (part: TemplatePart, source: string): Parsed[] => {
  const key = `${part} ${source}`;
  const known = parsedBefore.get(key);
  if (known) return known;
  const parsed = engineFor(part).parse(source);
  if (parsedBefore.size >= mostParsed) parsedBefore.clear();
  parsedBefore.set(key, parsed);
  return parsed;
};

/** @param complete values in the shape of their tokens */
const run = (
  engine: Liquid,
  parsed: Parsed[],
  complete: object,
  { timeZone = 'UTC', language = 'en-GB', markdown }: Writing,
  leftOut: string[] = [],
): string => {
  const writing = { timeZone, language, markdown };
  return String(engine.renderSync(parsed, { ...complete, writing, leftOut }));
};

// Lines that are only there for their tags leave gaps; two blank lines in a row are never meant.
const tidy = (text: string): string =>
  `${text
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;

// RFC 5322 asks for lines of at most 998 characters; people see some 80 of a subject.
const longestSubject = 250;
/** A header is one line: characters that could end it, or are invisible, become a space. */
const oneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longestSubject);

/**
 * A template with its values, escaped in HTML; HTML that it lacks is made from its text.
 * @throws UndefinedVariableError for an unknown name, which `faultsOfTemplate` refuses before
 */
export const renderTemplate = (
  template: Template,
  values: object,
  { timeZone, markdown, inSubject = values }: Pick<Writing, 'timeZone' | 'markdown'> & { inSubject?: object } = {},
): Rendered => {
  const written: string[] = [];
  const complete = completeValues({ ...values });
  const completeInSubject = inSubject === values ? complete : completeValues({ ...inSubject });
  const render = (part: TemplatePart, source: string) =>
    run(
      engineFor(part),
      parse(part, source),
      part === 'subject' ? completeInSubject : complete,
      { timeZone, language: template.language, markdown },
      written,
    );
  const subject = oneLine(render('subject', template.subject)) || oneLine(template.name);
  if (template.html !== undefined)
    return { subject, text: tidy(render('text', template.text)), html: render('html', template.html) };
  const paragraphs = tidy(render('paragraphs', template.text));
  return {
    subject,
    // Where nothing was left out of it, it is the text.
    text: written.length === 0 ? paragraphs : tidy(render('text', template.text)),
    html: htmlOfText(paragraphs, withMarkdown(written, markdown ?? paragraphOf)),
  };
};

const pathText = (path: readonly PathStep[]): string =>
  path.map((step) => (Array.isArray(step) ? `[${pathText(step)}]` : String(step))).join('.');

const faultsOfPart = (part: TemplatePart, source: string): Fault[] => {
  const engine = engineFor(part);
  const fault = (code: string, detail: string): Fault => ({ pointer: `/${part}`, code, detail });
  const known = () => `known are ${tokenNames().join(', ')}`;
  let parsed: Parsed[];
  try {
    parsed = engine.parse(source);
  } catch (error) {
    return [fault('invalid-template', (error as Error).message)];
  }
  const unknown = (engine.globalVariableSegmentsSync(parsed) as PathStep[][]).filter((path) => !isKnownPath(path));
  if (unknown.length > 0)
    return [...new Set(unknown.map(pathText))].map((path) =>
      fault('unknown-token', `there is no token ${path}; ${known()}`),
    );
  try {
    // What only shows when it runs, such as a member of a loop's variable.
    for (const values of trialValues()) run(engine, parsed, completeValues(values), {});
    return [];
  } catch (error) {
    const { name, message } = error as Error;
    return [
      name === 'UndefinedVariableError'
        ? fault('unknown-token', `${message}; ${known()}`)
        : fault('invalid-template', message),
    ];
  }
};

/**
 * What is wrong with a template: its syntax, filters and tags that there are not, and names that
 * nothing will ever fill, each with its pointer.
 */
export const faultsOfTemplate = (template: Template): Fault[] =>
  parts.flatMap((part) => {
    const source = template[part];
    return source === undefined ? [] : faultsOfPart(part, source);
  });
