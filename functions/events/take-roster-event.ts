import { isForGood } from '#functions/decide-signal.ts';
import type { Envelope } from '#functions/events/consumer.ts';
import type { BuriedMessage } from '#functions/events/dead-letters.ts';
import { letterOf } from '#functions/events/letters.ts';
import { takeRoster } from '#functions/roster/take-roster.ts';
import type { Services } from '#functions/services.ts';
import { rosterEntriesIn, rosterThing } from '#shared/automation/roster/read-roster.ts';
import type { Refusal } from '#shared/core/errors.ts';

const inWords = ({ faults, message }: Refusal): string =>
  faults.length === 0 ? message : faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');

/**
 * Takes what an event says of a roster, in the shapes of the REST interface of OneRoster.
 * @returns a dead letter for each thing that is refused; the others count
 */
export const takeRosterEvent = async (
  services: Services,
  { source, detail }: Pick<Envelope, 'source' | 'detail'>,
  body: string,
): Promise<BuriedMessage[]> => {
  const entries = rosterEntriesIn(detail) ?? [];
  const [list = ''] = entries.length > 0 ? Object.keys(detail as object) : [];
  const letters: BuriedMessage[] = [];
  for (const [index, { kind, value }] of entries.entries()) {
    if (kind === 'ignored') continue;
    try {
      await takeRoster(services, rosterThing(kind, value), { by: { kind: 'signal', id: source } });
    } catch (error) {
      if (!isForGood(error)) throw error;
      const reason = `${kind} ${String(value.sourcedId).slice(0, 128)}: ${inWords(error)}`;
      letters.push(letterOf(body, { list, index, reason }));
    }
  }
  return letters;
};
