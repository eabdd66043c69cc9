import { type ForeignReader, standingBy } from '#shared/insight/imports/foreign/foreign-case.ts';

// CiviCase: what “Find Cases” exports as CSV, a row for each client of a case.

const standing = standingBy({
  ongoing: 'in-progress',
  open: 'in-progress',
  urgent: 'in-progress',
  pending: 'waiting',
  'on hold': 'waiting',
  resolved: 'resolved',
  closed: 'resolved',
  completed: 'resolved',
  cancelled: 'cancelled',
  withdrawn: 'cancelled',
});

export const civicrm: ForeignReader = {
  columns: [['Case ID'], ['Case Subject', 'Subject']],
  read: (record) => {
    const status = standing(record.text('Case Status', 'Status'));
    const startedAt = record.instant('Case Start Date', 'Start Date', 'Created Date', 'Case Created Date');
    return {
      id: record.text('Case ID'),
      subject: record.text('Case Subject', 'Subject'),
      description: record.text('Details', 'Case Details', 'Activity Details'),
      status,
      priority: status?.name.toLowerCase() === 'urgent' ? { name: 'urgent', urgency: 'critical' } : undefined,
      requester: {
        id: record.text('Contact ID', 'Internal Contact ID', 'Client ID'),
        name: record.text('Display Name', 'Client', 'Client Name', 'Contact Name', 'Sort Name'),
        email: record.text('Email', 'Client Email', 'Email (primary)'),
      },
      hasRowPerClient: true,
      assignee: { name: record.text('Case Manager', 'Case Coordinator', 'Manager') },
      createdAt: startedAt,
      updatedAt: record.instant('Modified Date', 'Case Modified Date'),
      closedAt: record.instant('Case End Date', 'End Date'),
      tags: record.texts('Case Tags', 'Tags', 'Tag(s)'),
      notes: [],
      more: record.rest(),
    };
  },
};
