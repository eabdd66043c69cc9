import type { Period } from '#console/dashboards/period.ts';

export const reports = ['overview', 'funnel', 'workload', 'targets', 'outcomes', 'activity'] as const;
export type ReportName = (typeof reports)[number];

/** What the address of a dashboard says. */
export interface DashboardSearch {
  report?: ReportName;
  from?: string;
  to?: string;
  type?: string;
  group?: string;
  compare?: boolean;
  /** Of activity: whose. */
  contactId?: string;
  segment?: string;
}

const isDate = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Whatever an address says that is none of it is left out. */
export const dashboardSearch = (search: Record<string, unknown>): DashboardSearch => {
  const { report, from, to, type, group, compare, contactId, segment } = search;
  const known = reports.find((name) => name === report);
  return {
    ...(known && { report: known }),
    ...(isDate(from) && { from }),
    ...(isDate(to) && { to }),
    ...(isText(type) && { type }),
    ...(isText(group) && { group }),
    ...((compare === true || compare === 'true') && { compare: true }),
    ...(isText(contactId) && { contactId }),
    ...(isText(segment) && { segment }),
  };
};

/** What a report is asked: as the API takes it. */
export interface ReportQuery extends Period {
  type?: string;
  group?: string;
  compare?: 'previous';
}
