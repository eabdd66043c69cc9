import { Context, Liquid, type Template } from 'liquidjs';
import { follow } from '#shared/core/conditions/path.ts';
import type { Fault } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';

// The texts of a mapping are Liquid templates over the event that read nothing from disk. These
// limits let no author keep a function busy; a text of 2,000 characters needs far less.
const limits = { parseLimit: 20_000, renderLimit: 1_000, memoryLimit: 2_000_000 };

/** Where no member has the names of a path, dots may belong to them, as in conditions. */
class EventContext extends Context {
  override *_getFromScope(...[scope, paths, strict]: Parameters<Context['_getFromScope']>): IterableIterator<unknown> {
    const found: unknown = yield super._getFromScope(scope, paths, strict);
    return found === undefined && Array.isArray(paths) ? follow(scope, paths.map(String)) : found;
  }
}

const isTooLarge = (value: unknown): boolean =>
  (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))) &&
  Math.abs(Number(value)) > Number.MAX_SAFE_INTEGER;

const arithmetic = 'abs at_least at_most ceil divided_by floor minus modulo plus round sum times to_integer'.split(' ');

/** Arithmetic that a double would round says so: what comes of it may be whom an alert is about. */
const keepDigits = (liquid: Liquid): Liquid => {
  for (const name of arithmetic) {
    const filter = own(liquid.filters, name);
    if (typeof filter !== 'function') continue;
    liquid.registerFilter(name, function (...values) {
      const result: unknown = filter.apply(this, values);
      const rounded = [...values, result].find(isTooLarge);
      if (rounded !== undefined) throw new Error(`${name} cannot reckon with ${rounded} exactly`);
      return result;
    });
  }
  return liquid;
};

let made: Liquid | undefined;
// Made for the first text: its tags and filters take a tenth of the time that a function takes to
// load, and who loads this to check configuration seldom does.
const engine = (): Liquid => {
  made ??= keepDigits(
    new Liquid({ relativeReference: false, templates: {}, strictFilters: true, ownPropertyOnly: true, ...limits }),
  );
  return made;
};

const insideTags = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
const quoted = /"[^"]*"|'[^']*'/;

/**
 * Liquid has no names with colons or at signs but in brackets: `.bb:user` is read as `["bb:user"]`,
 * `.@type` of JSON-LD as `["@type"]`.
 */
const withBrackets = (text: string): string =>
  text.replace(insideTags, (tag) =>
    tag.replace(
      new RegExp(`${quoted.source}|\\.(@?[A-Za-z_][\\w-]*(?::[A-Za-z_][\\w-]*)+|@[A-Za-z_][\\w-]*)`, 'g'),
      (all, name?: string) => (name === undefined ? all : `["${name}"]`),
    ),
  );

/** A number of a template that no double holds would be compared as another. */
const tooLargeIn = (text: string): string | undefined =>
  (text.match(insideTags) ?? [])
    .flatMap((tag) => tag.replace(new RegExp(quoted.source, 'g'), '').match(/(?<![\w.-])-?\d{16,}(?![\w.])/g) ?? [])
    .find(isTooLarge);

const parsed = new Map<string, Template[]>();

/**
 * What a text of a mapping says of an event.
 * @throws the engine's error for one that fails on it
 */
export const renderText = (text: string, scope: object): string => {
  const liquid = engine();
  let template = parsed.get(text);
  if (!template) {
    template = liquid.parse(withBrackets(text));
    // Mappings are few; a change of one leaves its old texts behind until the function goes.
    parsed.set(text, template);
  }
  return String(
    liquid.renderSync(template, new EventContext(scope, liquid.options, { sync: true }, { liquid })),
  ).trim();
};

/** What a text may read: each a name, or names with dots between. */
type Readable = readonly string[];

const isReadable = (path: readonly unknown[], readable: Readable): boolean =>
  readable.some((name) => name.split('.').every((step, index) => index >= path.length || path[index] === step));

/** What keeps a text from being a template over what it may read. */
export const faultOfText = (text: string, pointer: string, readable: Readable): Fault[] => {
  const fault = (detail: string, code = 'invalid-template'): Fault[] => [{ pointer, code, detail }];
  const unknown: string[] = [];
  try {
    const template = engine().parse(withBrackets(text));
    for (const path of engine().globalVariableSegmentsSync(template))
      if (!isReadable(path, readable)) unknown.push(path.filter((step) => typeof step === 'string').join('.'));
  } catch (error) {
    return fault((error as Error).message);
  }
  const tooLarge = tooLargeIn(text);
  if (tooLarge !== undefined) return fault(`${tooLarge} has more digits than a number keeps: write it in quotes`);
  return unknown.flatMap((name) =>
    fault(`there is no ${name}; a text here reads ${readable.join(', ')}`, 'unknown-token'),
  );
};
