// CLDR gives a language short names for the zones of its own regions alone: New York is GMT-5 in
// British English. People there say EST in whichever language they write.

import { dateFormat } from '#shared/mail/notifications/date-format.ts';

declare global {
  namespace Intl {
    interface Locale {
      /** Of ECMA-402 since 2024, which TypeScript does not know yet. */
      getTimeZones(): string[] | undefined;
    }
  }
}

const letters = /^\p{L}+$/u;
const latinLetters = /^[A-Za-z]+$/;

const nameIn = (locale: string, timeZone: string, at: number): string | undefined =>
  dateFormat(locale, { timeZone, timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;

const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/**
 * Every region that there is, by its ISO code; those of the largest campuses first, since the
 * search ends where the zone is found.
 */
const regions = (): string[] => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes = alphabet.flatMap((first) => alphabet.map((second) => first + second));
  return [...new Set(['US', 'CA', 'GB', 'AU', 'DE', ...codes])].filter((code) => names.of(code) !== undefined);
};

const found = new Map<string, string | undefined>();

/** The region that a zone lies in, such as US; undefined for UTC and offsets. */
const regionOf = (timeZone: string): string | undefined => {
  const zone = dateFormat('en', { timeZone }).resolvedOptions().timeZone;
  if (!found.has(zone))
    found.set(
      zone,
      regions().find((region) => new Intl.Locale('und', { region }).getTimeZones()?.includes(zone)),
    );
  return found.get(zone);
};

/**
 * The short name of a zone at an instant (epoch ms), summer told from winter: of the language, else
 * of the zone's region; the distance from Greenwich where there is none.
 */
export const zoneName = (language: string, timeZone: string, at: number): string | undefined => {
  const own = nameIn(language, timeZone, at);
  if (own === undefined || letters.test(own)) return own;
  const region = regionOf(timeZone);
  if (region === undefined) return own;
  const there = nameIn(new Intl.Locale(language, { region }).toString(), timeZone, at);
  if (there !== undefined && letters.test(there)) return there;
  const said = [`en-${region}`, new Intl.Locale('und', { region }).maximize().toString()];
  return said.map((locale) => nameIn(locale, timeZone, at)).find((name) => name && latinLetters.test(name)) ?? own;
};
