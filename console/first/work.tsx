import { Hand, Plus } from 'lucide-react';
import { askAhead } from '#console/app/asked-ahead.ts';
import { type FirstView, type FirstWords, firstWhen, type ItemsOf } from '#console/first/first-view.ts';
import { type Me, StaffPlace } from '#console/first/staff-place.tsx';
import type { ViewAnswer } from '#console/records/views.ts';
import { lookOf } from '#console/ui/button-look.ts';
import { PlainPage } from '#console/ui/plain.tsx';
import { CaseLines, type StatusNames } from '#console/work/case-lines.tsx';
import { namedLists, ViewList } from '#console/work/view-list.tsx';
import workStyles from '#console/work/work.module.css';
import {
  defaultView,
  hasKnownOrder,
  hrefOfView,
  listQueryOf,
  pageSize,
  type WorkSearch,
} from '#console/work/work-search.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

// More than a telephone shows of a list at once.
const rowsShown = 15;

/** The names of contacts are known one answer later than the list that they stand in. */
const fillInContacts = async (ids: readonly string[]): Promise<void> => {
  const query = { ids: ids.join(','), limit: String(ids.length) };
  const contacts = await askAhead<ItemsOf<{ id: string; name: string }>>('/v1/contacts', query);
  const names = new Map(contacts?.items.map(({ id, name }) => [id, name]));
  for (const place of document.querySelectorAll<HTMLElement>('#first [data-contact]'))
    place.textContent = names.get(place.dataset.contact ?? '') ?? '';
};

/** Asks for what the list shows, also where only the application will draw it. */
export const askForWork = (search: WorkSearch) => ({
  me: askAhead<Me>('/v1/me'),
  cases: hasKnownOrder(search)
    ? askAhead<ItemsOf<CaseAnswer>>('/v1/cases', { ...listQueryOf(search), limit: String(pageSize) })
    : undefined,
  types: askAhead<ItemsOf<{ key: string; statuses: { key: string; name: string }[] }>>('/v1/case-types', {
    limit: '200',
  }),
  views: askAhead<ItemsOf<ViewAnswer>>('/v1/views', { for: 'cases' }),
});

interface WorkOptions {
  search: WorkSearch;
  asked: ReturnType<typeof askForWork>;
  words: Promise<FirstWords>;
}

/** The list of an adviser on a narrow screen; undefined where it is not known or empty. */
export const firstOfWork = async ({ search, asked, words }: WorkOptions): Promise<FirstView | undefined> => {
  const [said, me, cases, types, views] = await Promise.all([words, asked.me, asked.cases, asked.types, asked.views]);
  const records = cases?.items.slice(0, rowsShown) ?? [];
  if (!me?.isStaff || records.length === 0 || !types || !views) return undefined;
  const { text, word } = said;
  const statuses: StatusNames = new Map(types.items.map((type) => [type.key, type]));
  const view = (
    <StaffPlace words={said} me={me} pathname="/work">
      <PlainPage
        title={text('work.title')}
        actions={
          <>
            <button type="button" className={lookOf({})}>
              <Hand aria-hidden />
              {text('work.claimNext')}
            </button>
            <button type="button" className={lookOf({ look: 'primary' })}>
              <Plus aria-hidden />
              {text('work.newCase')}
            </button>
          </>
        }
      >
        <ViewList
          lists={namedLists(views.items, word)}
          current={search.view ?? defaultView}
          hrefOf={hrefOfView}
          text={text}
        />
        <div className={workStyles.filtersPlace} />
        <CaseLines
          records={records}
          contactOf={({ contactId }) => <span data-contact={contactId} />}
          types={statuses}
          text={text}
          when={firstWhen(said)}
        />
      </PlainPage>
    </StaffPlace>
  );
  const contacts = new Set((cases?.items ?? []).flatMap(({ contactId }) => contactId ?? []));
  return { title: text('work.title'), view, afterwards: () => void fillInContacts([...contacts]) };
};
