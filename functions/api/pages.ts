import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';

interface Asked {
  cursor?: string | undefined;
  limit: number;
}

/** Opens the cursor of a page. A cursor holds for one query of one caller: its scope is everything that was asked but the cursor and the limit. */
export const openCursor = async (
  { cursors }: Services,
  caller: Person,
  name: string,
  query: Asked,
): Promise<string | undefined> =>
  query.cursor === undefined ? undefined : cursors.open(query.cursor, scopeOf(caller, name, query));

/** The answer of a page, with the cursor to go on from where there is more. */
export const page = async <T>(
  { cursors }: Services,
  caller: Person,
  name: string,
  query: Asked,
  { items, next }: { items: T[]; next?: string | undefined },
) => ({
  items,
  ...(next !== undefined && { nextCursor: await cursors.seal(next, scopeOf(caller, name, query)) }),
});

const scopeOf = (caller: Person, name: string, { cursor: _cursor, limit: _limit, ...rest }: Asked): string =>
  JSON.stringify([caller.id, name, Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))]);
