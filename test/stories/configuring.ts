import type { Client } from '#local/demo/client.ts';

/** What the API answers where it refuses. */
export interface Problem {
  code: string;
  detail: string;
  errors?: { pointer: string; code: string; detail: string }[];
}
export const faultsIn = ({ errors = [] }: Problem): string[] =>
  errors.map(({ pointer, code }) => `${pointer} ${code}`).toSorted();

export interface Configured extends Record<string, unknown> {
  key: string;
  version: number;
}

/** The next version of a configuration: some of its members changed, whatever version it is at. */
export const putOver = async (
  admin: Client,
  path: string,
  change: (value: Record<string, unknown>) => Record<string, unknown>,
) => {
  const {
    key: _key,
    version,
    createdAt: _at,
    createdBy: _by,
    updatedAt: _last,
    ...value
  } = await admin.get<Configured>(path);
  return admin.send<Configured & Problem>('PUT', path, {
    body: change(value),
    headers: { 'if-match': `"${version}"` },
  });
};
