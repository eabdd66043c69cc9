import type { OperationInput } from '#client/client.ts';

// What is sent for a file that is imported.

export const kinds = ['contacts', 'cases', 'alerts'] as const;
export type Kind = (typeof kinds)[number];

/** What people come from, as it is called. */
export const systems = [
  { id: 'civicrm', name: 'CiviCRM' },
  { id: 'thehive', name: 'TheHive' },
  { id: 'zendesk', name: 'Zendesk' },
  { id: 'rt', name: 'Request Tracker' },
  { id: 'zammad', name: 'Zammad' },
] as const;

export interface ImportChoices {
  kind: Kind;
  /** The type of rows that name none. */
  type?: string | undefined;
  system?: (typeof systems)[number]['id'] | undefined;
  /** Mail, rules, clocks and webhooks follow. */
  hasEffects: boolean;
}

// What the API takes in one piece.
const largestAtOnce = 4 * 2 ** 20;
export const isTooLargeAtOnce = ({ size }: Pick<File, 'size'>): boolean => size > largestAtOnce;

export const queryOf = ({ type, system, hasEffects }: ImportChoices) => ({
  ...(type !== undefined && { type }),
  ...(system !== undefined && { format: system }),
  ...(hasEffects && { effects: 'true' as const }),
});

/** The form of a file by its name; the API believes its first bytes more. */
const formOf = (name: string): 'csv' | 'json-lines' | 'json' => {
  if (/\.(?:jsonl|ndjson)$/i.test(name)) return 'json-lines';
  return /\.json$/i.test(name) ? 'json' : 'csv';
};

/** A large file as it is announced. */
export const newImportOf = (
  { kind, type, system, hasEffects }: ImportChoices,
  { name, size }: Pick<File, 'name' | 'size'>,
): OperationInput<'beginImport'>['body'] => ({
  kind,
  format: system ?? formOf(name),
  name,
  size,
  ...(type !== undefined && { type }),
  ...(hasEffects && { effects: true }),
});
