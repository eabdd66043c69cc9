import { type AlertStatus, alertStatuses } from '#shared/casework/alerts/status.ts';

// Which alerts are shown is said by the address alone, as with lists of cases.

export const alertSorts = ['dueAt', '-priority', '-createdAt', 'createdAt'] as const;
type AlertSort = (typeof alertSorts)[number];

export interface AlertSearch {
  view?: string;
  sort?: AlertSort;
  type?: string;
  status?: AlertStatus;
  priority?: string;
  group?: string;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

export const defaultAlertView = 'triage';

/** What an address asks for; what it says that is none of ours is left out. */
export const readAlertSearch = (raw: Record<string, unknown>): AlertSearch => {
  const read = {
    view: textOf(raw.view),
    sort: alertSorts.find((sort) => sort === raw.sort),
    type: textOf(raw.type),
    status: alertStatuses.find((status) => status === raw.status),
    priority: textOf(raw.priority),
    group: textOf(raw.group),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
};

/** The view `all` holds closed alerts, too. */
export const everyAlert = 'all';

export const alertQueryOf = ({ view = defaultAlertView, sort, ...search }: AlertSearch) => ({
  ...(view !== everyAlert && { view }),
  sort: sort ?? (view === everyAlert ? '-createdAt' : 'dueAt'),
  ...search,
});

export const hrefOfAlerts = (search: AlertSearch, id?: string): string => {
  const query = new URLSearchParams({ ...search }).toString();
  return `/alerts${id === undefined ? '' : `/${id}`}${query === '' ? '' : `?${query}`}`;
};

/** The one before or after another in a list; at its ends, the last or the first that there is. */
export const beside = (ids: readonly string[], id: string | undefined, by: 1 | -1): string | undefined => {
  const at = id === undefined ? -1 : ids.indexOf(id);
  if (at === -1) return by === 1 ? ids[0] : ids.at(-1);
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)];
};

/** Where one goes when an alert leaves the list: to the one after it, or to the one before. */
export const afterLeaving = (ids: readonly string[], id: string): string | undefined => {
  const next = beside(ids, id, 1);
  return next === id ? ids.filter((one) => one !== id).at(-1) : next;
};
