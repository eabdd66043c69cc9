import { type OpenWork, type TaskWork, taskWorkItems, workItems } from '#shared/casework/assignment/open-work.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { places } from '#shared/casework/cases/links/nearby.ts';
import { contactLinkWrites } from '#shared/casework/cases/people/contact-links.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import { personLinkWrites } from '#shared/casework/cases/people/person-links.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { iso } from '#shared/core/records/instants.ts';
import { participantWrites } from '#shared/core/records/participants.ts';
import { referenceKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { closedKeys, momentKey } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';
import { listAttributes, trashedKeys } from '#shared/core/table/list-keys.ts';

/**
 * The item of what a case waits for. It is armed where the wake-up that runs goes on with it (same
 * generation), and waits to be armed where a command moved it.
 */
const moment = (before: Case | undefined, after: Case): Write[] => {
  const was = before && nextMomentOfCase(before);
  const next = nextMomentOfCase(after);
  if (was === next && before?.generation === after.generation) return [];
  const subject = { kind: 'case' as const, id: after.id };
  if (next === undefined) return was === undefined ? [] : [{ delete: momentKey(subject) }];
  const state = before && before.generation === after.generation ? 'armed' : 'waiting';
  return [momentWrite({ subject, at: iso(next), generation: after.generation }, state)];
};

const work = (record: Case): OpenWork => ({
  id: record.id,
  type: record.type,
  createdAt: record.createdAt,
  dueAt: record.dueAt,
  owner: record.assignee,
  isOpen: isOpen(record) && !record.trashedAt,
  isOffered: !record.private,
});

/** Nobody has to do a task of a case that is closed, or in the trash. */
const taskWork = (record: Case): TaskWork => ({
  caseId: record.id,
  type: record.type,
  tasks: isOpen(record) && !record.trashedAt ? (record.helpers.inHand ?? []) : [],
});

const opennessOf = (record: Case) => (isOpen(record) ? 'open' : 'closed');

export const caseLayout: Layout<Case> = {
  // What is in the trash stands in no list.
  indexes: (record) => {
    if (record.trashedAt) return trashedKeys(record);
    const { closedAt } = record;
    return {
      ...listAttributes('case', record, { owner: record.assignee, isOpen: isOpen(record) }),
      ...(closedAt !== undefined && closedKeys('case', record, closedAt)),
    };
  },
  satellites: (before, after) => [
    ...(before ? [] : [{ put: { ...referenceKey(after.reference), caseId: after.id }, when: 'new' as const }]),
    ...workItems('case', before && work(before), work(after)),
    ...taskWorkItems(before && taskWork(before), taskWork(after)),
    ...contactLinkWrites(before, after),
    ...personLinkWrites(before, after),
    ...participantWrites('case', { before, after }, { participantsOf, opennessOf }),
    ...moment(before, after),
    ...places(before, after),
  ],
  subject: ({ reference, contactId }) => ({ reference, contactId }),
};
