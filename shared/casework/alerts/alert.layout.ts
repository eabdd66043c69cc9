import { type Alert, closingOfAlert } from '#shared/casework/alerts/alert.ts';
import { participantsOfAlert } from '#shared/casework/alerts/participants.ts';
import { type OpenWork, workItems } from '#shared/casework/assignment/open-work.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { saysNothing } from '#shared/core/records/anonymised.ts';
import { participantWrites } from '#shared/core/records/participants.ts';
import { contactLinkKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { closedKeys, momentKey } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';
import { listAttributes } from '#shared/core/table/list-keys.ts';
import { formerItem } from '#shared/core/table/view-keys.ts';

const contactLinks = (before: Alert | undefined, after: Alert): Write[] => {
  if (before?.contactId === after.contactId) return [];
  const link = (contactId: string) => contactLinkKey(contactId, 'alert', after.createdAt, after.id);
  return [
    ...(before?.contactId ? [{ delete: link(before.contactId) }] : []),
    // Its history says who they were.
    ...(before?.contactId && !saysNothing(after) ? [{ put: formerItem('alert', after, before.contactId) }] : []),
    ...(after.contactId ? [{ put: { ...link(after.contactId), alertId: after.id } }] : []),
  ];
};

const moment = (before: Alert | undefined, { id, dueSoon }: Alert): Write[] => {
  if (before?.dueSoon?.generation === dueSoon?.generation) return [];
  const subject = { kind: 'alert' as const, id };
  return [dueSoon ? momentWrite({ subject, ...dueSoon }, 'waiting') : { delete: momentKey(subject) }];
};

const work = ({ id, type, createdAt, reviewer, category }: Alert): OpenWork => ({
  id,
  type,
  createdAt,
  owner: reviewer,
  isOpen: category === 'open',
  // There is no queue of alerts to take the next one from.
  isOffered: false,
});

export const alertLayout: Layout<Alert> = {
  indexes: (record) => {
    const closedAt = closingOfAlert(record);
    return {
      ...listAttributes('alert', record, { owner: record.reviewer, isOpen: record.category === 'open' }),
      ...(closedAt !== undefined && closedKeys('alert', record, closedAt)),
    };
  },
  satellites: (before, after) => [
    ...contactLinks(before, after),
    ...participantWrites('alert', { before, after }, { participantsOf: participantsOfAlert, opennessOf: () => 'any' }),
    ...moment(before, after),
    ...workItems('alert', before && work(before), work(after)),
  ],
  subject: ({ contactId }) => ({ contactId }),
};
