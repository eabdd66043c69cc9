import type { Services } from '#functions/services.ts';
import { questionWrites } from '#functions/views/fill-question.ts';
import { pinnedQuestions } from '#functions/views/questions.ts';
import { ownerOfView, readersOf, viewIn } from '#functions/views/stored-views.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { viewEntryKey, viewKey, viewsOf } from '#shared/core/table/view-keys.ts';
import type { KeptView } from '#shared/insight/views/view.schema.ts';
import { kindOf } from '#shared/insight/views/view.ts';

/** Each pinned view is asked of every change of its records. */
const mostPinned = 100;
const mostPinnedOfOne = 10;

/** What it was pinned by before makes room for what it is pinned by. @throws `too-many-pinned` */
const refuseTooManyPinned = async (
  services: Services,
  { before, after: view }: { before: KeptView | undefined; after: KeptView },
): Promise<void> => {
  const pk = viewsOf(ownerOfView(view));
  const own = await services.table.queryAll({ pk, consistent: true });
  const theirs = own.filter((item) => viewIn(item).pinned && item.sk !== view.key);
  const others = [...(await pinnedQuestions(services)).keys()].filter((question) => question !== before?.question);
  if (theirs.length >= mostPinnedOfOne || others.length >= mostPinned) throw new Refusal('too-many-pinned');
};

/** By which question a view is counted from now on: another condition is another question. */
const questionFor = (services: Services, before: KeptView | undefined, after: KeptView, at: number) => {
  if (!after.pinned) return undefined;
  const isSame = before?.for === after.for && JSON.stringify(before.condition) === JSON.stringify(after.condition);
  return (isSame ? before.question : undefined) ?? services.newId(at);
};

/**
 * What saving a view writes (deleting it, where there is none after), if nobody has saved it since.
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
  if (after && isNew) await refuseTooManyPinned(services, { before, after });
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
