import type { TimelineStep } from '#shared/casework/activities/step.schema.ts';
import { faultsOfSequence, faultsOfTimeline } from '#shared/casework/activities/steps.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { ofCaseAlone, type Registry } from '#shared/core/conditions/registry.ts';
import type { Fault } from '#shared/core/errors.ts';
import { mayHave } from '#shared/core/records/refine-sound.ts';

// Of the hundred writes of the transaction that raises a case: the tasks that it begins with take
// thirty at the most, the case and its alerts the rest.
const mostGenerated = 40;
// Its own item, and up to three events and items that begin it.
const writesAPlan = 4;

type OfPlans = Partial<Pick<CaseType, 'timelines' | 'sequences' | 'roles' | 'targets' | 'closureReasons'>>;

/**
 * What the steps say of their type: roles that it has not, and working time where it counts by no
 * calendar.
 */
const faultsOfMembers = (steps: readonly TimelineStep[], pointer: string, { roles, targets }: OfPlans): Fault[] =>
  steps.flatMap(({ assignee, offset }, index) => {
    const at = `${pointer}/steps/${index}`;
    const role = typeof assignee === 'object' && 'role' in assignee ? assignee.role : undefined;
    return [
      ...(role !== undefined && !mayHave(roles, ({ key }) => key === role)
        ? [{ pointer: `${at}/assignee/role`, code: 'unknown-role', detail: 'the type has no such role' }]
        : []),
      ...(offset.time === 'working' && !mayHave(targets, ({ calendar }) => calendar !== undefined)
        ? [
            {
              pointer: `${at}/offset/time`,
              code: 'no-calendar',
              detail: 'working time is counted by the calendar of the type’s targets, and none has one',
            },
          ]
        : []),
    ];
  });

const faultsOfEnd = (
  { closureReason }: NonNullable<OfPlans['sequences']>[number],
  pointer: string,
  { closureReasons }: OfPlans,
): Fault[] =>
  closureReason !== undefined && !mayHave(closureReasons, ({ key }) => key === closureReason)
    ? [
        {
          pointer: `${pointer}/closureReason`,
          code: 'unknown-reason',
          detail: 'the type has no such reason for closing',
        },
      ]
    : [];

/**
 * Generated timelines and sequences: what they ask of a case, and that they are not too many for
 * the transaction that raises it.
 */
const faultsOfGenerated = ({ timelines = [], sequences = [] }: OfPlans, registry: Registry): Fault[] => {
  const steps = timelines.reduce((sum, one) => sum + (one.generate ? one.steps.length : 0), 0);
  const plans = [...timelines, ...sequences].filter(({ generate }) => generate).length;
  const conditions = [...timelines.entries()].map(
    ([index, one]) => [`/timelines/${index}`, one.generate?.when] as const,
  );
  const others = [...sequences.entries()].map(([index, one]) => [`/sequences/${index}`, one.generate?.when] as const);
  return [
    ...[...conditions, ...others].flatMap(([pointer, when]) =>
      when ? checkCondition(when, ofCaseAlone(registry), `${pointer}/generate/when`) : [],
    ),
    ...(steps + writesAPlan * plans > mostGenerated
      ? [
          {
            pointer: '/timelines',
            code: 'too-many-generated',
            detail: `at most ${mostGenerated} steps may be generated, where each plan counts for ${writesAPlan} more`,
          },
        ]
      : []),
  ];
};

/**
 * What is wrong with the timelines and the sequences of a case type, in themselves and against its
 * other parts.
 */
export const faultsOfPlans = (type: OfPlans, registry: Registry): Fault[] => [
  ...faultsOfGenerated(type, registry),
  ...(type.timelines ?? []).flatMap((timeline, index) => {
    const pointer = `/timelines/${index}`;
    return [...faultsOfTimeline(timeline, pointer), ...faultsOfMembers(timeline.steps, pointer, type)];
  }),
  ...(type.sequences ?? []).flatMap((sequence, index) => {
    const pointer = `/sequences/${index}`;
    return [
      ...faultsOfSequence(sequence, pointer),
      ...faultsOfMembers(sequence.steps, pointer, type),
      ...faultsOfEnd(sequence, pointer, type),
    ];
  }),
];
