import { own } from '#shared/core/records/own.ts';
import { knownTokens, type Token } from '#shared/mail/notifications/tokens.ts';

/**
 * A value that somebody wrote in Markdown. In text it is as they wrote it; Liquid takes it for a
 * text wherever it takes one.
 */
export class MarkdownText extends String {
  /** What Liquid calls the length of a text. */
  readonly size = this.length;
}

export type TokenValues = Record<string, unknown>;
const isObject = (value: unknown): value is TokenValues => typeof value === 'object' && value !== null;

/** How something of several members is written where a template names it as a whole. */
const written = (value: TokenValues): string => {
  if (value.amount !== undefined && value.currency !== undefined) return `${value.amount} ${value.currency}`;
  return String(value.name ?? value.text ?? value.key ?? value.user ?? value.group ?? '');
};

/** By a symbol: a custom field may be called `toString`. */
const writable = (value: TokenValues): TokenValues =>
  Object.defineProperty(value, Symbol.toPrimitive, { value: () => written(value) });

/**
 * Members of which any may be asked for; one that is not there is null, which Liquid's strict
 * variables let pass, unlike undefined.
 */
const openMembers = (values: TokenValues): TokenValues =>
  new Proxy(writable(Object.assign(Object.create(null) as TokenValues, values)), {
    get: (target, name) => (typeof name === 'symbol' ? Reflect.get(target, name) : (own(target, name) ?? null)),
    getOwnPropertyDescriptor: (target, name) =>
      Reflect.getOwnPropertyDescriptor(target, name) ?? {
        value: null,
        writable: true,
        enumerable: true,
        configurable: true,
      },
  });

const open = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(open);
  if (!isObject(value)) return value ?? null;
  return openMembers(Object.fromEntries(Object.entries(value).map(([name, one]) => [name, open(one)])));
};

/**
 * Values in the shape of their tokens: every known name is there, null where there is no value, and
 * nothing else is.
 */
const shaped = (token: Token, value: unknown): unknown => {
  switch (token.kind) {
    case 'value':
      return value ?? null;
    case 'markdown':
      return value ? new MarkdownText(String(value)) : null;
    case 'open':
      return open(value);
    case 'list':
      return Array.isArray(value) ? value.map((one) => shaped(token.each, one)) : [];
    case 'map':
      return openMembers(
        Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, shaped(token.each, one)])),
      );
    case 'members':
      return isObject(value)
        ? writable(
            Object.fromEntries(
              Object.entries(token.members).map(([name, one]) => [name, shaped(one, own(value, name))]),
            ),
          )
        : null;
  }
};

const sampleOf = (token: Token): unknown => {
  switch (token.kind) {
    case 'value':
      return token.sample;
    case 'markdown':
      return 'text';
    case 'open':
      return 'text';
    case 'list':
      return [sampleOf(token.each)];
    case 'map':
      return {};
    case 'members':
      return Object.fromEntries(Object.entries(token.members).map(([name, one]) => [name, sampleOf(one)]));
  }
};

/**
 * What a template is given: each root as far as there is one. Under strict variables a name that is
 * known is empty and one that is not is an error.
 */
export const completeValues = (values: TokenValues): TokenValues =>
  Object.fromEntries(
    Object.entries(knownTokens().members).map(([name, token]) => [name, shaped(token, own(values, name))]),
  );

/** Values that a template is tried with when it is saved: everything there, and nothing there. */
export const trialValues = (): TokenValues[] => [sampleOf(knownTokens()) as TokenValues, {}];
