import type { Alert } from '#shared/alerts/alert.ts';
import type { Write } from '#shared/table/decision.ts';
import { contactLinkKey, listKeys } from '#shared/table/keys.ts';
import type { Layout } from '#shared/table/layout.ts';

const contactLinks = (before: Alert | undefined, after: Alert): Write[] => {
  if (before?.contactId === after.contactId) return [];
  const link = (contactId: string) => contactLinkKey(contactId, 'alert', after.createdAt, after.id);
  return [
    ...(before?.contactId ? [{ delete: link(before.contactId) }] : []),
    ...(after.contactId ? [{ put: { ...link(after.contactId), alertId: after.id } }] : []),
  ];
};

export const alertLayout: Layout<Alert> = {
  indexes: (record) => listKeys('alert', record, record.reviewer, record.category === 'open'),
  satellites: contactLinks,
  subject: ({ contactId }) => ({ contactId }),
};
