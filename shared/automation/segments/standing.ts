import { isDeepStrictEqual } from 'node:util';
import type { Generation } from '#shared/automation/segments/generation.ts';
import type { CrossingReason } from '#shared/automation/segments/segment.events.ts';
import type { Watch } from '#shared/automation/segments/watch.ts';
import type { ConditionResult } from '#shared/core/conditions/answers.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { crossingIndexKeys, memberKey, standingKey } from '#shared/core/table/automation-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

// One item of a contact holds the answer of each generation, and is written on its version together
// with memberships and events: what comes twice, late or at once makes each crossing one event.

/** How far a segment has come. */
export interface SegmentState {
  segment: string;
  /** What readers see; none until the first filling is whole. */
  live?: (Generation & { at: string }) | undefined;
  /** What is being filled, and the shards of contacts that are not yet. */
  building?: (Generation & { left: number[] }) | undefined;
  /** Generations whose memberships are still to be taken away, and the shards where that is so. */
  settling?: { generations: string[]; left: number[]; token: number } | undefined;
  revision: number;
}

/** What one generation says of a contact. */
interface StandingAnswer {
  generation: string;
  held: boolean;
  since?: string | undefined;
  /** When that ends by time alone. */
  until?: string | undefined;
}

/** A contact and one segment. */
export interface SegmentStanding {
  segment: string;
  /** What the last event said; what a first filling found was never said. */
  isIn: boolean;
  answers: StandingAnswer[];
}

export interface ContactStanding {
  contactId: string;
  version: number;
  segments: SegmentStanding[];
  /** Of one with many records: those that may change where it stands. */
  watch?: Watch | undefined;
}

/** What was asked: by segment and generation. What was not asked stays as it is. */
export type AnswersAsked = (segment: string, generation: string) => ConditionResult | undefined;

export interface Crossing {
  segment: string;
  joined: boolean;
  reason: CrossingReason;
}

const answerOf = (standing: SegmentStanding | undefined, generation: string | undefined): StandingAnswer | undefined =>
  standing?.answers.find((one) => one.generation === generation);

/** Whether readers of a segment see a contact in it. */
export const isMember = ({ segments }: ContactStanding, state: SegmentState | undefined): boolean =>
  state !== undefined &&
  answerOf(
    segments.find(({ segment }) => segment === state.segment),
    state.live?.id,
  )?.held === true;

const sinceOf = (
  before: SegmentStanding | undefined,
  { live }: SegmentState,
  { generation, at }: { generation: string; at: number },
): string => {
  const same = answerOf(before, generation);
  if (same?.held && same.since) return same.since;
  // Time has moved them at the instant that was foreseen, however late that is seen.
  if (same?.until && epoch(same.until) <= at) return same.until;
  const read = answerOf(before, live?.id);
  return read?.held && read.since ? read.since : iso(at);
};

const answersOf = (
  before: SegmentStanding | undefined,
  state: SegmentState,
  { asked, at }: { asked: AnswersAsked; at: number },
): StandingAnswer[] => {
  const generations = [state.live?.id, state.building?.id].filter((id) => id !== undefined);
  return generations.flatMap((generation) => {
    const result = asked(state.segment, generation);
    const answer: StandingAnswer | undefined = result
      ? {
          generation,
          held: result.held,
          ...(result.held && { since: sinceOf(before, state, { generation, at }) }),
          ...(result.until !== undefined && { until: iso(result.until) }),
        }
      : answerOf(before, generation);
    return answer && (answer.held || answer.until !== undefined) ? [answer] : [];
  });
};

const reasonOf = (before: SegmentStanding | undefined, { live }: SegmentState, at: number): CrossingReason => {
  const read = answerOf(before, live?.id);
  if ((read?.held ?? false) !== (before?.isIn ?? false)) return 'definition';
  return read?.until !== undefined && epoch(read.until) <= at ? 'time' : 'data';
};

interface Moved {
  after: SegmentStanding;
  crossing?: Crossing;
}

function move(
  before: SegmentStanding | undefined,
  state: SegmentState,
  asking: { asked: AnswersAsked; at: number },
): Moved {
  const { segment, live, building } = state;
  const answers = answersOf(before, state, asking);
  const after = {
    segment,
    isIn: answerOf({ segment, isIn: false, answers }, live?.id ?? building?.id)?.held ?? false,
    answers,
  };
  // The first filling of a segment says nothing.
  if (!live || after.isIn === (before?.isIn ?? false)) return { after };
  return { after, crossing: { segment, joined: after.isIn, reason: reasonOf(before, state, asking.at) } };
}

/** The memberships that a move takes away and makes. */
function memberWrites(contactId: string, before: SegmentStanding | undefined, after: SegmentStanding): Write[] {
  const was = (before?.answers ?? []).filter(({ held }) => held);
  const is = after.answers.filter(({ held }) => held);
  const keyOf = ({ generation }: StandingAnswer) => memberKey({ segment: after.segment, generation, contactId });
  const gone = was.filter((one) => !is.some(({ generation }) => generation === one.generation));
  const put = is.filter((one) => {
    const old = was.find(({ generation }) => generation === one.generation);
    return !old || old.until !== one.until || old.since !== one.since;
  });
  return [
    ...gone.map((one) => ({ delete: keyOf(one) })),
    ...put.map((one) => ({ put: { ...keyOf(one), contactId, since: one.since, until: one.until } })),
  ];
}

const isSame = (one: SegmentStanding | undefined, other: SegmentStanding): boolean =>
  isDeepStrictEqual(one ?? { segment: other.segment, isIn: false, answers: [] }, other);

/**
 * Segments moved at once, so that a transaction takes them: each has two memberships and an event
 * at the most.
 */
const mostAtOnce = 25;

export interface Movement {
  writes: Write[];
  crossings: Crossing[];
  after: ContactStanding;
  /** The next instant at which time alone may move the contact. */
  next?: string | undefined;
}

const nextOf = (segments: readonly SegmentStanding[]): string | undefined =>
  segments
    .flatMap(({ answers }) => answers.flatMap(({ until }) => until ?? []))
    .reduce<string | undefined>((first, one) => (first === undefined || one < first ? one : first), undefined);

/**
 * Where a contact stands after some of its segments were asked again; undefined where nothing has
 * moved. Answers of generations that are neither read nor filled go.
 */
export function moveStanding(
  before: ContactStanding,
  states: ReadonlyMap<string, SegmentState>,
  asking: { asked: AnswersAsked; at: number; watch: Watch | undefined },
): Movement | undefined {
  const { contactId, version } = before;
  const { watch } = asking;
  const known = new Map(before.segments.map((one) => [one.segment, one]));
  const moved = [...new Set([...known.keys(), ...states.keys()])].flatMap((segment) => {
    const was = known.get(segment);
    const { after, crossing } = move(was, states.get(segment) ?? { segment, revision: 0 }, asking);
    return isSame(was, after) ? [] : [{ was, after, crossing }];
  });
  if (moved.length === 0 && isDeepStrictEqual(watch, before.watch)) return undefined;
  const taken = moved.slice(0, mostAtOnce);
  for (const { after } of taken) known.set(after.segment, after);
  const segments = [...known.values()].filter(({ isIn, answers }) => isIn || answers.length > 0);
  const next = nextOf(segments);
  const after = { contactId, version: version + 1, segments, ...(watch && { watch }) };
  const item = { ...standingKey(contactId), ...(next && crossingIndexKeys(contactId, next)), ...after };
  return {
    writes: [
      { put: item, when: version === 0 ? 'new' : { holds: { version } } },
      ...taken.flatMap((one) => memberWrites(contactId, one.was, one.after)),
    ],
    crossings: taken.flatMap(({ crossing }) => crossing ?? []),
    after,
    next,
  };
}
