import { statusOf } from '#shared/casework/cases/status.ts';
import type { Audience, MailContext } from '#shared/mail/notifications/context.ts';

/**
 * A digest's part on one record: what happened, as its mails would have said, and its current
 * state.
 */
export interface DigestEntry {
  context: MailContext;
  audience: Audience;
  pages: { portalUrl: string; staffUrl: string };
  happened: { at: string; line: string }[];
}

const ofCase = (
  { context, audience, pages, happened }: DigestEntry,
  priorityName: (key: string) => string | undefined,
) => {
  if (context.kind !== 'case') return undefined;
  const { record, definition } = context;
  const isStaff = audience === 'staff';
  const page = audience === 'follower' ? undefined : `${isStaff ? pages.staffUrl : pages.portalUrl}/cases/${record.id}`;
  return {
    name: `${record.reference}: ${record.subject}`,
    reference: record.reference,
    status: statusOf(definition.type, record.status.key)?.name ?? record.status.key,
    priority: isStaff ? priorityName(record.priority) : undefined,
    dueAt: isStaff && record.closedAt === undefined ? record.dueAt : undefined,
    link: page,
    happened,
  };
};

const ofAlert = (
  { context, audience, pages, happened }: DigestEntry,
  priorityName: (key: string) => string | undefined,
) => {
  if (context.kind !== 'alert') return undefined;
  const { record, definition, contact } = context;
  return {
    name: contact ? `${definition.type.name}, ${contact.name}` : definition.type.name,
    reference: undefined,
    status: record.status,
    priority: priorityName(record.priority),
    dueAt: audience === 'staff' && record.category === 'open' ? record.dueAt : undefined,
    link: `${pages.staffUrl}/alerts/${record.id}`,
    happened,
  };
};

const ofContact = ({ context, pages, happened }: DigestEntry) => {
  if (context.kind !== 'contact') return undefined;
  return {
    name: context.record.name,
    reference: undefined,
    status: undefined,
    priority: undefined,
    dueAt: undefined,
    link: pages.portalUrl,
    happened,
  };
};

/**
 * What the template of the digest is given. The states are those of when it is written, not those
 * of when each thing happened.
 */
export const digestValues = (entries: readonly DigestEntry[], priorityName: (key: string) => string | undefined) => {
  const records = entries.flatMap(
    (entry) => ofCase(entry, priorityName) ?? ofAlert(entry, priorityName) ?? ofContact(entry) ?? [],
  );
  return { digest: { count: records.length, records } };
};
