// Chromium has Welsh plurals, but no Welsh dates, and would write those of the browser's own
// language into Welsh sentences. Where they are missing this supplies them, for libraries, too.
import '@formatjs/intl-relativetimeformat/polyfill-force.js';
import '@formatjs/intl-relativetimeformat/locale-data/cy.js';

type Form = 'long' | 'short' | 'narrow';

// Of CLDR. Numbers, times and their order are those of British English.
const names: Record<'month' | 'weekday', Record<Form, string>> = {
  month: {
    long: 'Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr',
    short: 'Ion Chwef Maw Ebr Mai Meh Gorff Awst Medi Hyd Tach Rhag',
    narrow: 'I Ch M E M M G A M H T Rh',
  },
  weekday: {
    long: 'Dydd_Sul Dydd_Llun Dydd_Mawrth Dydd_Mercher Dydd_Iau Dydd_Gwener Dydd_Sadwrn',
    short: 'Sul Llun Maw Mer Iau Gwen Sad',
    narrow: 'S Ll M M I G S',
  },
};
const literals: Readonly<Record<string, string>> = { ' at ': ' am ' };
const formOfStyle = { full: 'long', long: 'long', medium: 'short', short: undefined } as const;
const isForm = (option: string | undefined): option is Form => ['long', 'short', 'narrow'].includes(option ?? '');

const Native = Intl.DateTimeFormat;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A format of British English with its words in Welsh. */
class WelshDateTimeFormat {
  readonly #english: Intl.DateTimeFormat;
  readonly #places: Intl.DateTimeFormat;
  readonly #form: Record<'month' | 'weekday', Form | undefined>;

  constructor(options: Intl.DateTimeFormatOptions = {}) {
    this.#english = new Native('en-GB', options);
    const { timeZone } = this.#english.resolvedOptions();
    this.#places = new Native('en-GB', { timeZone, month: 'numeric', weekday: 'short' });
    const styled = options.dateStyle && formOfStyle[options.dateStyle];
    this.#form = {
      month: isForm(options.month) ? options.month : styled,
      weekday: isForm(options.weekday) ? options.weekday : styled,
    };
  }

  #inWelsh<Part extends Intl.DateTimeFormatPart>(part: Part, instant: Date | number | undefined): Part {
    const { type, value } = part;
    if (type === 'literal') return { ...part, value: literals[value] ?? value };
    const form = type === 'month' || type === 'weekday' ? this.#form[type] : undefined;
    if ((type !== 'month' && type !== 'weekday') || form === undefined) return part;
    const said = this.#places.formatToParts(instant).find((place) => place.type === type)?.value ?? '';
    const place = type === 'month' ? Number(said) - 1 : weekdays.indexOf(said);
    return { ...part, value: names[type][form].split(' ')[place]?.replace('_', ' ') ?? value };
  }

  formatToParts(instant?: Date | number): Intl.DateTimeFormatPart[] {
    return this.#english.formatToParts(instant).map((part) => this.#inWelsh(part, instant));
  }

  format(instant?: Date | number): string {
    return this.formatToParts(instant)
      .map(({ value }) => value)
      .join('');
  }

  formatRangeToParts(start: Date | number, end: Date | number): Intl.DateTimeRangeFormatPart[] {
    return this.#english
      .formatRangeToParts(start, end)
      .map((part) => this.#inWelsh(part, part.source === 'endRange' ? end : start));
  }

  formatRange(start: Date | number, end: Date | number): string {
    return this.formatRangeToParts(start, end)
      .map(({ value }) => value)
      .join('');
  }

  resolvedOptions(): Intl.ResolvedDateTimeFormatOptions {
    return { ...this.#english.resolvedOptions(), locale: 'cy' };
  }
}

const isWelsh = (locales: unknown): boolean => {
  const [locale] = [locales].flat();
  return locale !== undefined && new Intl.Locale(String(locale)).language === 'cy';
};

Intl.DateTimeFormat = new Proxy(Native, {
  construct: (_, [locales, options]) =>
    isWelsh(locales) ? new WelshDateTimeFormat(options) : new Native(locales, options),
  apply: (_, __, [locales, options]) => new Intl.DateTimeFormat(locales, options),
});
