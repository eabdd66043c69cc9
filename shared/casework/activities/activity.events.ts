import * as z from 'zod';
import { type DisplayNames, declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { key } from '#shared/core/records/primitives.ts';

const schemas = () => import('#shared/casework/activities/timeline.schema.ts');
const activity = async () => ({
  activity: (await import('#shared/casework/activities/activity.schema.ts')).activitySchema,
});
const sequence = async () => ({ sequence: (await schemas()).sequenceRunSchema });

const planName = (list: 'timelines' | 'sequences', plan: { key: string } | undefined, { type }: DisplayNames): string =>
  type[list].find((one) => one.key === plan?.key)?.name ?? String(plan?.key);

const isCompleted = (activity: unknown): boolean =>
  typeof activity === 'object' && activity !== null && Reflect.get(activity, 'status') === 'completed';

export const activityEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Created',
    after: activity,
    triggers: {
      'activity-created': true,
      // What is put down when it is done.
      'activity-completed': ({ after }) => isCompleted(after.activity),
    },
    publicity: 'staff',
    line: ({ after }) => `Activity added: ${after.activity?.subject}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Updated',
    before: activity,
    after: activity,
    publicity: 'staff',
    line: ({ after }) => `Activity changed: ${after.activity?.subject}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Completed',
    before: activity,
    after: activity,
    triggers: { 'activity-completed': true },
    publicity: 'staff',
    line: ({ after }) => `Done: ${after.activity?.subject}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Cancelled',
    before: activity,
    after: activity,
    triggers: { 'activity-cancelled': true },
    publicity: 'staff',
    line: ({ after }) => `Activity cancelled: ${after.activity?.subject}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Not Required',
    before: activity,
    after: activity,
    publicity: 'staff',
    line: ({ after }) => `Not required any more: ${after.activity?.subject}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Timeline Added',
    after: async () => ({
      timeline: z.strictObject({ key, activities: z.array((await activity()).activity) }),
    }),
    publicity: 'staff',
    line: ({ after }, names) => `The timeline ${planName('timelines', after.timeline, names)} was added`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Timeline Replanned',
    after: async () => ({
      timeline: z.strictObject({ key, moved: z.array((await schemas()).plannedMoveSchema) }),
    }),
    publicity: 'staff',
    line: ({ after }, names) => `The timeline ${planName('timelines', after.timeline, names)} was planned anew`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Timeline Reset',
    after: async () => ({
      timeline: z.strictObject({ key, ...(await schemas()).timelineDifferenceSchema.shape }),
    }),
    publicity: 'staff',
    line: ({ after }, names) => `The timeline ${planName('timelines', after.timeline, names)} was set back`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Sequence Started',
    after: sequence,
    publicity: 'staff',
    line: ({ after }, names) => `The sequence ${planName('sequences', after.sequence, names)} was begun`,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Sequence Finished',
    after: sequence,
    publicity: 'staff',
    line: ({ after }, names) => `The sequence ${planName('sequences', after.sequence, names)} is at its end`,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Activity Reminder Due',
    after: activity,
    publicity: 'staff',
    line: ({ after }) => `Reminder: ${after.activity?.subject}`,
    movesClocks: true,
    consumers: ['notify'],
  }),
] as const;
