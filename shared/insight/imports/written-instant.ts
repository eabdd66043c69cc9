const day = /^\d{4}-\d\d-\d\d$/;
const instant = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?: ?(Z|UTC|[+-]\d\d(?::?\d\d)?))?$/;

/**
 * An instant as exports write it, as ISO 8601 has it. Without a zone it is in UTC; what is none
 * stays as it is.
 */
export const inIso = (written: unknown): unknown => {
  if (typeof written !== 'string') return written;
  const text = written.trim();
  if (day.test(text)) return `${text}T00:00:00Z`;
  const [, date, time = '', zone = 'Z'] = instant.exec(text) ?? [];
  if (date === undefined) return text;
  const offset =
    zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d\d):?(\d\d)?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);
  return `${date}T${time.length === 5 ? `${time}:00` : time}${offset}`;
};
