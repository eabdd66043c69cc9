import { presenceIn } from '#functions/forgotten/why-forgotten.ts';
import type { Services } from '#functions/services.ts';
import { groupsThatClaim } from '#shared/access/policy.ts';
import type { Presence } from '#shared/casework/forgotten/forgotten.ts';
import { withOthers } from '#shared/configuration/file.ts';
import type { Configuration, Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { readPartition } from '#shared/core/records/list-rows.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';

// What a change of the directory or of the groups of a type leaves without anybody. It is a
// warning, so it is bounded: of so many people, teams and types, up to so many records each.
const mostWarnings = 20;
const mostCounted = 100;

/** Records that somebody has, or that wait in the queue of a type. */
type Left = { owner: PersonOrGroup } | { kind: 'case' | 'alert'; type: string };
const named = (left: Left): string => {
  if ('owner' in left) return 'user' in left.owner ? `user ${left.owner.user}` : `group ${left.owner.group}`;
  return `${left.kind} type ${left.type}`;
};

/** Who has nobody by a configuration, and had somebody by the one before. */
const leftBy = async (before: Configurations, after: Configurations): Promise<Left[]> => {
  const [was, is] = await Promise.all([before.all('groups'), after.all('groups')]);
  const [then, now] = [presenceIn(was), presenceIn(is)];
  const people = new Set([...was.values()].flatMap(({ value }) => value.members.map(({ id }) => id)));
  const queued = ({ hasAnybody }: Presence, groups: readonly string[]) => groups.some(hasAnybody);
  const types = async <K extends 'case-types' | 'alert-types'>(
    kind: K,
    groupsOf: (one: Configured<K>) => readonly string[],
  ): Promise<Left[]> => {
    const [old, next] = await Promise.all([before.all(kind), after.all(kind)]);
    return [...old.values()].flatMap((one) => {
      const changed = next.get(one.key);
      const isLeft = changed && queued(then, groupsOf(one)) && !queued(now, groupsOf(changed));
      return isLeft ? [{ kind: kind === 'case-types' ? ('case' as const) : ('alert' as const), type: one.key }] : [];
    });
  };
  return [
    ...[...people].filter((person) => !now.isThere(person)).map((user) => ({ owner: { user } })),
    ...[...was.keys()]
      .filter((group) => then.hasAnybody(group) && !now.hasAnybody(group))
      .map((group) => ({ owner: { group } })),
    ...(await types('case-types', ({ value }) => groupsThatClaim(value))),
    ...(await types('alert-types', ({ value }) => value.groups.reviewers)),
  ];
};

const countOf = async ({ table }: Services, left: Left): Promise<number> => {
  const partitions =
    'owner' in left
      ? (['case', 'alert'] as const).flatMap((kind) =>
          listPartitions({ kind, openness: 'open' }, left).map((one) => ({ kind, one })),
        )
      : listPartitions({ kind: left.kind, openness: 'open' }, left).map((one) => ({ kind: left.kind, one }));
  const pages = await Promise.all(
    partitions.map(({ kind, one }) => readPartition<Record<string, unknown>>(table, one, { kind, limit: mostCounted })),
  );
  const records = pages.flatMap((page) => page.records);
  if ('owner' in left) return records.length;
  return records.filter((record) => !record.assignee && !record.reviewer && !record.private).length;
};

export interface ForgettingWarning {
  code: 'forgotten';
  detail: string;
  /** How many open records there are, of at most a hundred of each kind that were looked at. */
  count: number;
}

/** What a change of configuration would leave with nobody; nothing is refused for it. */
export const forgettingBy = async (services: Services, after: Configuration): Promise<ForgettingWarning[]> => {
  const kind = after.kind as Kind;
  const next = withOthers(services.definitions, [{ kind, configured: configured(after) }]);
  const all = (await leftBy(services.definitions, next)).slice(0, mostWarnings);
  const counted = await Promise.all(all.map(async (left) => ({ left, count: await countOf(services, left) })));
  return counted.flatMap(({ left, count }) =>
    count === 0
      ? []
      : [
          {
            code: 'forgotten' as const,
            detail: `${count} open records of ${named(left)} would be left with nobody`,
            count,
          },
        ],
  );
};
