import type { Step } from '#shared/activities/step.schema.ts';
import { faultsOfSequence, faultsOfTimeline } from '#shared/activities/steps.ts';
import type { CaseType } from '#shared/cases/case-type.ts';
import type { Fault } from '#shared/errors.ts';

type OfPlans = Partial<Pick<CaseType, 'timelines' | 'sequences' | 'roles' | 'targets' | 'closureReasons'>>;

/** What the steps say of their type: roles that it has not, and working time where it counts by no calendar. */
const faultsOfMembers = (steps: readonly Step[], pointer: string, { roles = [], targets = [] }: OfPlans): Fault[] =>
  steps.flatMap(({ assignee, offset }, index) => {
    const at = `${pointer}/steps/${index}`;
    const role = typeof assignee === 'object' && 'role' in assignee ? assignee.role : undefined;
    return [
      ...(role !== undefined && !roles.some(({ key }) => key === role)
        ? [{ pointer: `${at}/assignee/role`, code: 'unknown-role', detail: 'the type has no such role' }]
        : []),
      ...(offset.time === 'working' && !targets.some(({ calendar }) => calendar !== undefined)
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

/** A sequence that closes the case closes it with a reason, where the type has any. */
const faultsOfEnd = (
  { closesCase, closureReason }: NonNullable<OfPlans['sequences']>[number],
  pointer: string,
  { closureReasons = [] }: OfPlans,
): Fault[] => {
  if (closureReason !== undefined && !closureReasons.some(({ key }) => key === closureReason))
    return [
      {
        pointer: `${pointer}/closureReason`,
        code: 'unknown-reason',
        detail: 'the type has no such reason for closing',
      },
    ];
  return closesCase && closureReason === undefined && closureReasons.length > 0
    ? [
        {
          pointer: `${pointer}/closureReason`,
          code: 'required',
          detail: 'is required: cases of the type are closed with a reason',
        },
      ]
    : [];
};

/** What is wrong with the timelines and the sequences of a case type, in themselves and against its other parts. */
export const faultsOfPlans = (type: OfPlans): Fault[] => [
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
