import { own } from '#shared/core/records/own.ts';

/** HTML that may stand in HTML as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => own(entities, character) ?? '');

const written = (part: HtmlPart): string => {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(written).join('') : escaped(String(part));
};

/** HTML with values in it, each escaped unless it is HTML already. */
export const html = (strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html =>
  new Html(String.raw({ raw: strings }, ...parts.map(written)));

/** The attributes of an element; none for what is undefined or false. */
export const attributes = (of: Readonly<Record<string, string | boolean | undefined>>): Html =>
  new Html(
    Object.entries(of)
      .filter(([, value]) => value !== undefined && value !== false)
      .map(([name, value]) => ` ${name}="${value === true ? '' : escaped(String(value))}"`)
      .join(''),
  );
