import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { icsOf } from '#shared/mail/notifications/calendar-part.ts';

// Names that zones had before, or have beside another: the names that browsers and operating
// systems still give.
const aliases =
  `Africa/Asmera America/Argentina/ComodRivadavia America/Atka America/Buenos_Aires America/Fort_Wayne America/Godthab America/Indianapolis
  America/Louisville America/Montreal America/Nipigon America/Pangnirtung America/Rosario America/Santa_Isabel America/Shiprock America/Yellowknife
  Asia/Ashkhabad Asia/Calcutta Asia/Dacca Asia/Istanbul Asia/Kashgar Asia/Katmandu Asia/Macao Asia/Rangoon Asia/Saigon Asia/Tel_Aviv Asia/Thimbu
  Asia/Ujung_Pandang Asia/Ulan_Bator Atlantic/Faeroe Australia/ACT Australia/NSW Australia/Queensland Brazil/East Canada/Newfoundland Chile/Continental
  CET CST6CDT Cuba EET EST5EDT Egypt Eire Etc/GMT+5 Etc/UTC Europe/Belfast Europe/Kiev Europe/Kyiv Europe/Nicosia Europe/Uzhgorod GB GMT Hongkong Iceland
  Iran Israel Jamaica Japan Libya MET Mexico/General NZ NZ-CHAT Navajo PRC Pacific/Ponape Pacific/Samoa Poland Portugal ROC ROK Singapore Turkey UCT
  US/Alaska US/Central US/Eastern US/Hawaii US/Mountain US/Pacific WET Zulu`.split(/\s+/);
const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), ...aliases])];
const hour = 3_600_000;

/** The instants at which the clocks of a zone change within a year. */
const changesOf = (zone: string): number[] => {
  const changes: number[] = [];
  let at = Temporal.Instant.from('2026-12-01T00:00:00Z').toZonedDateTimeISO(zone);
  for (let next = at.getTimeZoneTransition('next'); next && next.year < 2028; next = at.getTimeZoneTransition('next')) {
    changes.push(next.epochMilliseconds);
    at = next;
  }
  return changes;
};
const seen = new Set<string>();
/**
 * Instants in two seasons, years apart, and on either side of every change of the clocks where they
 * change at instants at which no other zone's do.
 */
const instantsOf = (zone: string): number[] => {
  const changes = changesOf(zone);
  const isNew = !seen.has(String(changes));
  seen.add(String(changes));
  const around = changes.flatMap((change) => [-1.5, -0.5, 0, 0.5, 1.5].map((hours) => change + hours * hour));
  return [Date.UTC(2025, 0, 15, 12), Date.UTC(2031, 6, 15, 12), ...(isNew ? around : [])];
};

const parties = { organizer: { address: 'a@b.example' }, attendee: { address: 'c@d.example' }, domain: 'b.example' };
const invitation = (startsAt: number, timeZone: string) =>
  icsOf(
    {
      method: 'REQUEST',
      at: '2026-10-01T08:00:00.000Z',
      timeZone,
      appointment: {
        id: '01K0000000000000000000MEET',
        sequence: 0,
        title: 'A talk',
        startsAt: new Date(startsAt).toISOString(),
        endsAt: new Date(startsAt + hour).toISOString(),
      },
    },
    parties,
  );

/** What a calendar program makes of it that reads nothing but the text. */
const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const event = calendar.getFirstSubcomponent('vevent');
  const names = calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'));
  const time = (name: string) => event?.getFirstPropertyValue(name) as ICAL.Time;
  return {
    names,
    zone: event?.getFirstProperty('dtstart')?.getFirstParameter('tzid'),
    starts: time('dtstart').toJSDate().getTime(),
    ends: time('dtend').toJSDate().getTime(),
  };
};

describe('[AP-1] an invitation in the zone of its reader', () => {
  it('is at its instant in every zone there is, by every name, around every change of the clocks', () => {
    const wrong = zones.flatMap((zone) =>
      instantsOf(zone).flatMap((instant) => {
        const { names, zone: named, starts, ends } = read(invitation(instant, zone));
        const isRight = starts === instant && ends === instant + hour;
        const hasRules = named === undefined ? names.length === 0 : named === zone && String(names) === zone;
        return isRight && hasRules ? [] : [`${zone} at ${new Date(instant).toISOString()}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it.each(['US/Eastern', 'Europe/Kiev', 'Asia/Saigon', 'Asia/Calcutta', 'America/New_York'])(
    'is written in %s, by that name',
    (zone) => {
      expect(read(invitation(Date.UTC(2027, 6, 1, 12), zone))).toMatchObject({ names: [zone], zone });
    },
  );

  it('is at its instant in every week where rules are simpler than the zone, in UTC if need be', () => {
    for (const zone of ['Asia/Jerusalem', 'America/Nuuk', 'Africa/Casablanca'])
      for (let day = 0; day < 2 * 366; day += 7) {
        const instant = Date.UTC(2026, 0, 1, 21, 30) + day * 24 * hour;
        expect(read(invitation(instant, zone)), `${zone} at ${instant}`).toMatchObject({
          starts: instant,
          ends: instant + hour,
        });
      }
  });
});
