import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { viewKey, viewsOf } from '#shared/core/table/view-keys.ts';
import type { KeptView } from '#shared/insight/views/view.schema.ts';

// A view lies under its key, and once more with each who has it: its owner, each team that it is
// shared with, and all together for administrators. It is read where a reader looks for it.

export type Reader = PersonOrGroup | 'everybody';

export const viewIn = (item: Item): KeptView => item.view as KeptView;

export const storedView = async ({ table }: Services, key: string): Promise<KeptView | undefined> => {
  const item = await table.get(viewKey(key));
  return item && viewIn(item);
};

export const ownerOfView = ({ createdBy }: KeptView): PersonOrGroup => ({ user: createdBy.id });
export const readersOf = (view: KeptView | undefined): Reader[] =>
  view ? ['everybody', ownerOfView(view), ...view.shared.map((group) => ({ group }))] : [];

/** Who made it changes it, and administrators do. */
export const mayChangeView = (caller: Person, view: KeptView): boolean =>
  caller.isAdmin || view.createdBy.id === caller.id;

export const mayReadView = (caller: Person, view: KeptView): boolean =>
  mayChangeView(caller, view) || view.shared.some((group) => caller.groups.includes(group));

/** The saved views that a caller has, by key. */
export const viewsFor = async ({ table }: Services, caller: Person): Promise<KeptView[]> => {
  const readers: Reader[] = caller.isAdmin
    ? ['everybody']
    : [{ user: caller.id }, ...caller.groups.map((group) => ({ group }))];
  const pages = readers.map((reader) => table.queryAll({ pk: viewsOf(reader), consistent: true }));
  const found = new Map((await Promise.all(pages)).flat().map((item) => [item.sk, viewIn(item)]));
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
};
