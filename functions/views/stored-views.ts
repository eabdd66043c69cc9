import type { Services } from '#functions/services.ts';
import { questionWrites } from '#functions/views/fill-question.ts';
import { pinnedQuestions } from '#functions/views/questions.ts';
import type { Person } from '#shared/access/person.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { viewEntryKey, viewKey, viewsOf } from '#shared/core/table/view-keys.ts';
import type { KeptView } from '#shared/insight/views/view.schema.ts';
import { kindOf } from '#shared/insight/views/view.ts';

// A view lies under its key, and once more with each who has it: its owner, each team that it is
// shared with, and all together for administrators. It is read where a reader looks for it.

type Reader = PersonOrGroup | 'everybody';

/** Each pinned view is asked of every change of its records. */
const mostPinned = 100;
const mostPinnedOfOne = 10;

const viewIn = (item: Item): KeptView => item.view as KeptView;

export const storedView = async ({ table }: Services, key: string): Promise<KeptView | undefined> => {
  const item = await table.get(viewKey(key));
  return item && viewIn(item);
};

const ownerOfView = ({ createdBy }: KeptView): PersonOrGroup => ({ user: createdBy.id });
const readersOf = (view: KeptView | undefined): Reader[] =>
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

/** @throws `too-many-pinned` */
const refuseTooManyPinned = async (services: Services, view: KeptView): Promise<void> => {
  const pk = viewsOf(ownerOfView(view));
  const own = await services.table.queryAll({ pk, consistent: true });
  const theirs = own.filter((item) => viewIn(item).pinned && item.sk !== view.key);
  if (theirs.length >= mostPinnedOfOne || (await pinnedQuestions(services)).size >= mostPinned)
    throw new Refusal('too-many-pinned');
};

/** By which question a view is counted from now on: another condition is another question. */
const questionFor = (services: Services, before: KeptView | undefined, after: KeptView, at: number) => {
  if (!after.pinned) return undefined;
  const isSame = before?.for === after.for && JSON.stringify(before.condition) === JSON.stringify(after.condition);
  return (isSame ? before.question : undefined) ?? services.newId(at);
};

/**
 * What saving a view writes, on condition that nobody has saved it since; deleting it, where there
 * is none after.
 *
 * @throws `too-many-pinned`
 */
export const viewWrites = async (
  services: Services,
  { before, after: given }: { before: KeptView | undefined; after: KeptView | undefined },
  at: number,
): Promise<Write[]> => {
  const question = given && questionFor(services, before, given, at);
  const after = given && { ...given, question };
  const isNew = question !== undefined && question !== before?.question;
  if (after && isNew) await refuseTooManyPinned(services, after);
  const key = String(after?.key ?? before?.key);
  const places = (view: KeptView | undefined) => readersOf(view).map((reader) => viewEntryKey(reader, key));
  const [was, is] = [places(before), places(after)];
  const gone = was.filter(({ pk }) => !is.some((other) => other.pk === pk));
  const when = before ? { holds: { version: before.version } } : ('new' as const);
  const own = viewKey(key);
  const over =
    before?.question !== undefined && before.question !== question
      ? { id: before.question, kind: kindOf(before.for) }
      : undefined;
  const begun = isNew && after ? { id: question, kind: kindOf(after.for), condition: after.condition } : undefined;
  return [
    after ? { put: { ...own, version: after.version, view: after }, when } : { delete: own, when },
    ...is.map((place) => ({ put: { ...place, view: after } })),
    ...gone.map((place) => ({ delete: place })),
    ...questionWrites({ over, begun }, at),
  ];
};
