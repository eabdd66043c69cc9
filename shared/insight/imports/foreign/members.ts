import { iso, isWritten } from '#shared/core/records/instants.ts';
import { isSameName } from '#shared/insight/imports/same-name.ts';
import { inIso } from '#shared/insight/imports/written-instant.ts';

// What a foreign record says is taken member by member, and what nobody took is left: it goes to
// the custom field of its name, or is reported as what has no home.

type ForeignRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unsaid: ReadonlySet<string> = new Set(['', '-', 'notset', 'not set', 'never', 'nobody', 'null']);

/** A value that says nothing. */
export const isUnsaid = (value: unknown): boolean => {
  if (value === null || value === undefined || value === false) return true;
  if (typeof value === 'string') return unsaid.has(value.trim().toLowerCase());
  if (Array.isArray(value)) return value.every(isUnsaid);
  return typeof value === 'object' && Object.values(value).every(isUnsaid);
};

export const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && !isUnsaid(value) ? value.trim() : undefined;
};

// Numbers below it are seconds, in any year that a case was written in; above it milliseconds.
const firstMilliseconds = 100_000_000_000;
const asWords = /^(\p{L}+) +(\d{1,2})(?:st|nd|rd|th)?, +(\d{4})(?:,? +(\d{1,2}:\d\d ?[AP]M))?$/iu;
const asCtime = /^(?:\w{3},? )?(\w{3}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})$/;

const isoOf = (at: number): string | undefined => (isWritten(at) ? iso(at) : undefined);
const parsedInstant = (text: string): string | undefined => isoOf(Date.parse(text));

/** An instant as these systems write it; without a zone it is in UTC. */
export const instantOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return isoOf(value < firstMilliseconds ? value * 1000 : value) ?? String(value);
  const text = textOf(value);
  if (text === undefined) return undefined;
  const [, month, day, time, year] = asCtime.exec(text) ?? [];
  if (month !== undefined) return parsedInstant(`${day} ${month} ${year} ${time} UTC`) ?? text;
  const [, named, date, then, clock = ''] = asWords.exec(text) ?? [];
  if (named !== undefined) return parsedInstant(`${date} ${named} ${then} ${clock} UTC`) ?? text;
  return inIso(text) as string;
};

export class ForeignMembers {
  readonly #record: ForeignRecord;
  readonly #taken = new Set<string>();

  constructor(record: ForeignRecord) {
    this.#record = record;
  }

  /** The value of the first of these names that says something, however the name is written. */
  take(...names: readonly string[]): unknown {
    let found: unknown;
    for (const name of names)
      for (const [own, value] of Object.entries(this.#record)) {
        if (own !== name && !isSameName(own, name)) continue;
        this.#taken.add(own);
        if (found === undefined && !isUnsaid(value)) found = value;
      }
    return found;
  }

  text(...names: readonly string[]): string | undefined {
    return textOf(this.take(...names));
  }

  instant(...names: readonly string[]): string | undefined {
    return instantOf(this.take(...names));
  }

  records(...names: readonly string[]): ForeignMembers[] {
    const value = this.take(...names);
    return Array.isArray(value) ? value.filter(isRecord).map((one) => new ForeignMembers(one)) : [];
  }

  /** Texts of a list, or of one text with commas between. */
  texts(...names: readonly string[]): string[] {
    const value = this.take(...names);
    const all = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
    return all.flatMap((one) => textOf(one) ?? []);
  }

  /** Members that say no more than others that are taken. */
  leave(...names: readonly string[]): void {
    this.take(...names);
  }

  /** What nobody took and says something. */
  rest(): [string, unknown][] {
    return Object.entries(this.#record).filter(([name, value]) => !this.#taken.has(name) && !isUnsaid(value));
  }
}
