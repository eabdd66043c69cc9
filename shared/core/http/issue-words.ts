import * as z from 'zod';

type RawIssue = z.core.$ZodRawIssue;

const kinds: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
]);

const formats: ReadonlyMap<string, string> = new Map([
  ['email', 'an email address'],
  ['url', 'an address such as https://example.edu'],
  ['date', 'a date such as 2026-11-30'],
  ['datetime', 'an instant such as 2026-11-30T09:00:00Z'],
  ['duration', 'a duration such as P3D'],
]);

/** How many of what something has; nothing where it is a number itself. */
const counted = (count: number | bigint, origin: string): string | undefined => {
  if (origin === 'string') return `${count} ${count === 1 ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return `${count} ${count === 1 ? 'entry' : 'entries'}`;
  return undefined;
};

/** What may stand somewhere, as a list; of one thing the thing. */
const oneOf = (values: readonly unknown[]): string =>
  `has to be ${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}`;

const wordsOf = (issue: RawIssue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = kinds.get(issue.expected);
      return kind && `has to be ${kind}`;
    }
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_format': {
      const format = formats.get(issue.format);
      return format && `has to be ${format}`;
    }
    case 'too_small': {
      const least = counted(issue.minimum, issue.origin);
      if (least !== undefined) return `has to have ${issue.exact ? '' : 'at least '}${least}`;
      return `has to be ${issue.inclusive ? `${issue.minimum} or more` : `more than ${issue.minimum}`}`;
    }
    case 'too_big': {
      const most = counted(issue.maximum, issue.origin);
      if (most !== undefined) return issue.exact ? `has to have ${most}` : `may have ${most} at most`;
      return `has to be ${issue.inclusive ? `${issue.maximum} or less` : `less than ${issue.maximum}`}`;
    }
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : 'is none of the things that can stand here';
    default:
      return undefined;
  }
};

// What a schema says by itself comes before this, and Zod's own words after it: they are about
// arrays and strings, and people read them beside a field.
z.config({ customError: wordsOf });
