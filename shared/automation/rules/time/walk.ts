import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { digestOf } from '#shared/core/records/ids.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { contactPartition, everyContactShard, everyShard, momentKey, type Place } from '#shared/core/table/keys.ts';
import { type ListPartition, listPartitions } from '#shared/core/table/list-keys.ts';

// Rules of time are about all open records of a kind. These are walked shard by shard, each part
// named and kept where it stands, so it goes on after a kill; what a part does twice counts once.

interface WalkOfRule {
  /** The key of the rule. */
  rule: string;
  kind: TargetKind;
  /** Of an occasion: its instant. Of a rule on quiet records: when that was saved. */
  at: string;
}
/** Goes over the open records of a shard, to find out who is concerned. */
export interface ShardWalk extends WalkOfRule {
  what: 'occasion' | 'quiet';
  shard: number;
  /** Behind which place it goes on. */
  after?: string | undefined;
}
/** Runs the rule on some records. */
export interface RecordsWalk extends WalkOfRule {
  what: 'records';
  ids: readonly string[];
}
export type Walk = ShardWalk | RecordsWalk;

const nameOf = (walk: Walk): string =>
  walk.what === 'records'
    ? digestOf(walk.what, walk.rule, walk.at, ...walk.ids)
    : digestOf(walk.what, walk.rule, walk.at, `${walk.shard}`);

export const placeOfWalk = (walk: Walk): Place & { kind: 'walk' } => ({ kind: 'walk', id: nameOf(walk) });

/** The item of a walk that begins, or goes on, at an instant (epoch milliseconds). */
export const walkItem = (
  walk: Walk,
  { at, generation, state }: { at: number; generation: number; state: 'armed' | 'waiting' },
): Item => ({ ...momentWrite({ subject: placeOfWalk(walk), at: iso(at), generation }, state).put, walk });

export const walkKey = (walk: Walk) => momentKey(placeOfWalk(walk));

export const shardsOf = (kind: TargetKind): readonly number[] => (kind === 'contact' ? everyContactShard : everyShard);

/** Where the open records of a shard lie: the contacts, of whom none is closed, or a list. */
export const partitionOfWalk = ({ kind, shard }: Pick<ShardWalk, 'kind' | 'shard'>): ListPartition => {
  const contacts: ListPartition = { index: 'gsi3', pk: contactPartition(shard) };
  return kind === 'contact'
    ? contacts
    : (listPartitions({ kind, openness: 'open' }, 'everything')[shard] as ListPartition);
};
