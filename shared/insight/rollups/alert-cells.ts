import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Cell } from '#shared/insight/rollups/cells.ts';
import { groupOf, type Persons, privacyOf } from '#shared/insight/rollups/persons.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

/** All that an alert adds to the figures, as it is. */
export const cellsOfAlert = (alert: Alert, persons: Persons, days: ReportingDays): Cell[] => {
  const { type, status, category, priority, reviewedAt, escalatedAt, outcome = '', source, createdBy } = alert;
  const by = [privacyOf(alert), groupOf(alert.reviewer)];
  const at = days.dayOf(alert.createdAt);
  const progress = [reviewedAt ? 'reviewed' : '', escalatedAt ? 'escalated' : ''];
  const members = [...by, status, category, priority, ...progress, outcome];
  return [
    { series: 'alerts', at, type, members },
    ...persons(alert.contactId).map(({ attribute, value }) => ({
      series: `alerts@${attribute}`,
      at,
      type,
      members: [value, ...members],
    })),
    { series: 'origins', at, type, members: [...by, 'raiser', createdBy.id] },
    ...(source === undefined ? [] : [{ series: 'origins', at, type, members: [...by, 'source', source] }]),
  ];
};
