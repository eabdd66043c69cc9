const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * How dates are written in a language. To make a format takes as long as to write a mail with it,
 * and a deployment has few languages and zones.
 */
export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
};
