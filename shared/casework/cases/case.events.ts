import * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import { type DisplayNames, declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { reasonOf } from '#shared/casework/cases/reason-of-event.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import { internalMembers } from '#shared/core/events/internal-members.ts';
import { groupKey, instant, key, longText, type PersonOrGroup } from '#shared/core/records/primitives.ts';

const ownerName = (owner: PersonOrGroup | undefined, { person, group }: DisplayNames): string => {
  if (!owner) return 'nobody';
  return 'user' in owner ? (person(owner.user) ?? owner.user) : (group(owner.group) ?? owner.group);
};

const reasonName = (type: string, after: { closure?: Case['closure'] }, names: DisplayNames): string | undefined =>
  reasonOf({ type, after }, names.type, after.closure)?.name;

/** How a line ends that names the reason, where one was given. */
const because = (...of: Parameters<typeof reasonName>): string => {
  const name = reasonName(...of);
  return name === undefined ? '' : `: ${name}`;
};

const statusName = ({ after: { status } }: { after: Partial<Pick<Case, 'status'>> }, { type }: DisplayNames) =>
  status && (statusOf(type, status.key)?.name ?? status.key);

// What moves with something that somebody changed.
const followsFromOthers = (field: string): boolean =>
  internalMembers.has(field) || field === 'clocks' || field === 'timeInStage';

const note = longText;
/** What somebody did to the target of the case by changing it. */
const targetMoved = async () => ({
  clock: z.string().optional(),
  operation: (await import('#shared/core/clocks/clock.schema.ts')).operationSchema.optional(),
});

export const caseEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Case Created',
    after: async () => ({
      ...(await targetMoved()),
      /**
       * What the field of its form said that its type is routed by, and the group that it led to.
       */
      routed: z.strictObject({ field: key, value: z.unknown(), group: groupKey.optional() }).optional(),
    }),
    publicity: 'public',
    line: () => 'The case was raised',
    movesClocks: true,
    triggers: { 'case-created': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Updated',
    after: targetMoved,
    publicity: 'staff',
    line: ({ changed }) =>
      `Changed: ${changed
        .filter((field) => !followsFromOthers(field))
        .sort()
        .join(', ')}`,
    movesClocks: true,
    // Only whom it is about and who may know of it.
    movesInvitations: ({ changed }) => changed.includes('contactId') || changed.includes('private'),
    triggers: {
      'case-updated': true,
      'case-stage-changed': ({ changed }) => changed.includes('stage'),
      'case-priority-changed': ({ changed }) => changed.includes('priority'),
    },
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Status Changed',
    publicity: 'public',
    line: (event, names) => `Status: ${statusName(event, names)}`,
    named: (event, names) => statusName(event, names),
    movesClocks: true,
    triggers: { 'case-status-changed': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Assigned',
    after: () => ({ claimed: z.literal(true).optional(), reason: key.optional(), note: note.optional() }),
    publicity: 'private',
    line: ({ after }, names) =>
      `Assigned to ${ownerName(after.assignee, names)}${because('Case Assigned', after, names)}`,
    named: ({ after }, names) => ownerName(after.assignee, names),
    movesClocks: true,
    movesInvitations: true,
    triggers: { 'case-assignee-changed': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Released',
    publicity: 'private',
    line: ({ before }, names) => `Put back by ${ownerName(before.assignee, names)}`,
    named: ({ before }, names) => ownerName(before.assignee, names),
    movesInvitations: true,
    triggers: { 'case-assignee-changed': true, 'case-unassigned': true },
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Escalated',
    after: () => ({
      /** By whom or what: somebody, a target that was missed, or a further level of its ladder. */
      by: z.enum(['hand', 'breach', 'ladder']),
      reason: key.optional(),
      note: note.optional(),
      clock: z.string().optional(),
      dueAt: instant.optional(),
      /** Of a level: its place in the ladder, its instant, and the groups that it calls in. */
      rung: z.int().min(0).optional(),
      levelAt: instant.optional(),
      groups: z.array(groupKey).optional(),
    }),
    publicity: 'staff',
    line: ({ after }, names) => `Escalated to level ${after.escalated}${because('Case Escalated', after, names)}`,
    movesClocks: true,
    triggers: { 'case-escalated': true },
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case De-escalated',
    after: () => ({ note: note.optional() }),
    publicity: 'staff',
    line: () => 'The escalation was taken back',
    movesClocks: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Closed',
    publicity: 'public',
    line: ({ after }, names) => `Closed${because('Case Closed', after, names)}`,
    named: ({ after }, names) => reasonName('Case Closed', after, names),
    movesClocks: true,
    movesInvitations: true,
    triggers: { 'case-status-changed': true, 'case-closed': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Reopened',
    after: () => ({ note }),
    publicity: 'public',
    line: () => 'Taken up again',
    movesClocks: true,
    movesInvitations: true,
    triggers: { 'case-status-changed': true, 'case-reopened': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Converted',
    after: () => ({ targets: z.enum(['keep', 'restart']) }),
    triggers: { 'case-converted': true },
    publicity: 'private',
    line: (_event, { type }) => `Made a case of the type ${type.name}`,
    named: (_event, { type }) => type.name,
    movesClocks: true,
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Trashed',
    publicity: 'staff',
    line: () => 'Put into the trash',
    movesInvitations: true,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Restored',
    publicity: 'staff',
    line: () => 'Taken out of the trash',
    movesInvitations: true,
    consumers: ['automation', 'clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Put On Hold',
    publicity: 'staff',
    line: ({ after: { hold } }) => `Put on hold: ${hold?.reason}`,
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Case Hold Lifted',
    publicity: 'staff',
    line: () => 'The hold was lifted',
  }),
  declareCaseEvent({
    // Its record is what is left, and it says nothing of what was.
    ...ofCase,
    type: 'Case Anonymised',
    publicity: 'staff',
    line: () => 'What it said of people was taken out of it',
  }),
  declareCaseEvent({
    about: ['case'],
    record: ofCase.record,
    type: 'Person Erased',
    publicity: 'staff',
    line: () => 'Somebody who had a part in it was erased',
  }),
  declareCaseEvent({
    // Not a word of what the case was.
    about: ['case'],
    type: 'Case Deleted',
    publicity: 'staff',
    line: () => 'Deleted',
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Portal Link Requested',
    publicity: 'private',
    line: () => 'The requester asked for a link',
    lineForRequester: () => 'You asked for a link',
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Portal Link Revoked',
    after: () => ({ link: z.string() }),
    publicity: 'staff',
    line: () => 'A link of the requester was taken back',
  }),
] as const;
