import type { DomainEvent } from '#shared/core/events/event.ts';

// Since when nothing has happened to a record, as a rule counts it: what the rule itself did, and
// what followed from that, does not count.

/** What of an event says whether it ended a quiet stretch. */
export type Sign = Pick<DomainEvent, 'occurredAt' | 'cause'>;

/** Whether an event came of some rules, whatever lies between them. */
export const isBy = ({ cause }: Sign, rules: ReadonlySet<string>): boolean =>
  (cause.rules ?? []).some((rule) => rules.has(rule));

/**
 * The newest signs of a record down to the first that no rule on quiet records has to do with.
 * @param newestFirst is read only as far as needed
 */
export const recentSigns = async (
  newestFirst: AsyncIterable<Sign>,
  rulesOnQuiet: ReadonlySet<string>,
): Promise<Sign[]> => {
  const signs: Sign[] = [];
  for await (const sign of newestFirst) {
    signs.push(sign);
    if (!isBy(sign, rulesOnQuiet)) break;
  }
  return signs;
};

/**
 * The beginning of the quiet stretch that a rule counts by; undefined where nothing ever happened.
 * What another rule does at the end of the same stretch does not end it, even after a kill.
 */
export const quietSince = async (
  signs: readonly Sign[],
  rule: string,
  occurrenceOf: (since: string) => Promise<string>,
): Promise<string | undefined> => {
  const own = new Set([rule]);
  const inOrder = signs
    .filter((sign) => !isBy(sign, own))
    .toSorted((one, other) => (one.occurredAt < other.occurredAt ? -1 : 1));
  let since: string | undefined;
  for (const { occurredAt, cause } of inOrder)
    if (since === undefined || cause.eventId !== (await occurrenceOf(since))) since = occurredAt;
  return since;
};
