import type { Services } from '#functions/services.ts';
import { mayReadView, storedView } from '#functions/views/stored-views.ts';
import type { Person } from '#shared/access/person.ts';
import { invalid, unknownReference } from '#shared/core/errors.ts';
import { builtInViews, isBuiltIn } from '#shared/insight/views/built-in.ts';
import type { ViewAnswer, ViewSubject } from '#shared/insight/views/view.schema.ts';
import { kindOf } from '#shared/insight/views/view.ts';

/** What a list takes of a view. */
type ListedView = Pick<ViewAnswer, 'condition' | 'sort'>;

/**
 * The view that a list is asked for by its key.
 * @throws `unknown-reference` (422) where the caller has none under it; 400 for one of another kind
 */
export const viewOfList = async (
  services: Services,
  { caller, key, subject }: { caller: Person; key: string; subject: ViewSubject },
): Promise<ListedView> => {
  const builtIn = builtInViews(kindOf(subject), caller).find((one) => one.key === key);
  if (builtIn) return builtIn;
  const view = isBuiltIn(key) ? undefined : await storedView(services, key);
  if (isBuiltIn(key) || (view && mayReadView(caller, view) && view.for !== subject))
    throw invalid([{ pointer: '/query/view', code: 'wrong-kind', detail: `"${key}" is no view of ${subject}` }]);
  if (!view || !mayReadView(caller, view)) throw unknownReference('/query/view', 'view', key);
  return view;
};
