import type { BuriedMessage } from '#functions/events/dead-letters.ts';
import { parseVerbatim } from '#shared/core/records/exact-json.ts';

/**
 * A dead letter of one thing in a list of an event: the message with that thing alone in the list,
 * its numbers as they were written. Where the list has no other, the message as it came.
 */
export const letterOf = (
  body: string,
  { list, index, reason }: { list: string; index: number; reason: string },
): BuriedMessage => {
  const envelope = parseVerbatim(body) as { detail: Record<string, unknown> };
  const { detail } = envelope;
  const things = new Map(Object.entries(detail)).get(list);
  if (!Array.isArray(things) || things.length === 1) return { body, reason };
  return { body: JSON.stringify({ ...envelope, detail: { ...detail, [list]: [things[index]] } }), reason };
};
