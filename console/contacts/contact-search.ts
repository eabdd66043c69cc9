export interface ContactSearch {
  /** Words of a name, id, mail address or telephone number. */
  q?: string;
  label?: string;
  segment?: string;
  sort?: 'name' | '-name';
}

const textOf = (value: unknown): string | undefined =>
  // An id of digits alone is read as a number by the router.
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined;

export const readContactSearch = (raw: Record<string, unknown>): ContactSearch => {
  const read = {
    q: textOf(raw.q),
    label: textOf(raw.label),
    segment: textOf(raw.segment),
    sort: raw.sort === '-name' ? raw.sort : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
};

export const contactParts = ['timeline', 'cases', 'alerts', 'activity'] as const;
export type ContactPart = (typeof contactParts)[number];

/** Which part of somebody's page is shown. */
export const readPartSearch = (raw: Record<string, unknown>): { part?: ContactPart } => {
  const part = contactParts.find((one) => one === raw.part);
  return part === undefined ? {} : { part };
};

export const hrefOfContact = (id: string): string => `/contacts/${encodeURIComponent(id)}`;
