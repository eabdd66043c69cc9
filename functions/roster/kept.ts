import type { Services } from '#functions/services.ts';
import { rosterMemberPrefix, rosterPartition } from '#shared/core/table/automation-keys.ts';
import type { Decision, Item, Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';

// A roster comes in any order, twice and late. An item keeps the last change of each thing,
// also what a class has yet to pass on to its contacts, whose courses are reckoned anew.

/** What became of a thing of a roster. */
export interface RosterOutcome {
  change: 'created' | 'updated' | 'unchanged' | 'late' | 'ignored';
  /** Of the contact that it is about. */
  id?: string;
}

export interface DecidedThing extends RosterOutcome {
  decisions?: Decision[];
  writes?: Write[];
  /** The item by which contacts have other courses now, and the classes that they are in. */
  spreads?: { item: Item; classes: string[] };
  /** A contact whose courses are reckoned once more, after all that was read before is settled. */
  settles?: string;
}

export const modifiedAtOf = (kept: { modifiedAt?: unknown } | undefined): string | undefined =>
  typeof kept?.modifiedAt === 'string' ? kept.modifiedAt : undefined;

export type KeptThing = Parameters<typeof modifiedAtOf>[0];

export const isLate = (kept: KeptThing, given: string | undefined): boolean => {
  const modifiedAt = modifiedAtOf(kept);
  return modifiedAt !== undefined && given !== undefined && given < modifiedAt;
};

/** An item of a roster after the one that was read. */
export const revised = (item: Item | undefined, next: Key & Record<string, unknown>): Item => ({
  ...next,
  revision: Number(item?.revision ?? 0) + 1,
});

/** Writes an item over the one that was read, unless somebody else did. */
export const over = (item: Item | undefined, put: Item): Write => ({
  put,
  when: item ? { holds: { revision: item.revision } } : 'new',
});

export const membersOf = async ({ table }: Services, kind: 'class' | 'course', id: string): Promise<string[]> => {
  const range = { pk: rosterPartition(kind, id), prefix: rosterMemberPrefix, consistent: true };
  return (await table.queryAll(range)).map(({ sk }) => String(sk).slice(rosterMemberPrefix.length));
};

export const latest = (kept: KeptThing, given: string | undefined): string | undefined => given ?? modifiedAtOf(kept);

export const isOver = ({ status }: { status: string }): boolean => status !== 'active';
