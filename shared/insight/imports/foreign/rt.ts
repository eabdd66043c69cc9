import {
  type ForeignReader,
  type ForeignUrgency,
  personOfText,
  standingBy,
} from '#shared/insight/imports/foreign/foreign-case.ts';

// Request Tracker: the spreadsheet of a search, with the columns that its display format names. A
// custom field is headed by its name, or as `CF.{Name}`.

const standing = standingBy({
  new: 'to-do',
  open: 'in-progress',
  stalled: 'waiting',
  resolved: 'resolved',
  rejected: 'cancelled',
  deleted: 'cancelled',
});

// Priorities are numbers from 0 to 100; newer versions call them Low, Medium and High.
const urgencyOf = (priority: string): ForeignUrgency | undefined => {
  const number = Number(priority);
  if (!Number.isFinite(number)) return undefined;
  if (number > 90) return 'critical';
  if (number > 60) return 'high';
  return number > 30 ? 'medium' : 'low';
};

const customField = /^(?:CF|CustomField)\.\{?([^}]+)\}?$/;

export const rt: ForeignReader = {
  columns: [['id', 'Ticket', '#'], ['Subject']],
  read: (record) => {
    const [requestor, ...others] = record.texts('Requestors', 'Requestor', 'Requestor(s)');
    const priority = record.text('Priority');
    return {
      id: record.text('id', 'Ticket', '#'),
      subject: record.text('Subject'),
      description: record.text('Content', 'Description'),
      status: standing(record.text('Status')),
      priority: priority === undefined ? undefined : { name: priority, urgency: urgencyOf(priority) },
      requester: personOfText(requestor),
      assignee: personOfText(record.text('Owner', 'OwnerName')?.replace(/^Nobody( in particular)?$/i, '') || undefined),
      group: record.text('Queue', 'QueueName'),
      createdAt: record.instant('Created', 'Started'),
      updatedAt: record.instant('Last Updated', 'LastUpdated'),
      closedAt: record.instant('Resolved'),
      dueAt: record.instant('Due'),
      tags: record.texts('Tags', 'CF.{Tags}', 'CF.{Tag}'),
      notes: [],
      more: [
        ...(others.length > 0 ? [['Requestors', others] as [string, unknown]] : []),
        ...record.rest().map(([name, value]): [string, unknown] => [customField.exec(name)?.[1] ?? name, value]),
      ],
    };
  },
};
