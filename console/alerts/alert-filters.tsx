import { type AlertSearch, alertSorts, readAlertSearch } from '#console/alerts/alert-search.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { FilterRow, Select } from '#console/ui/fields.tsx';

const any = 'any';

/** What narrows the list of alerts, and its order. */
export const AlertFilters = ({
  search,
  onChange,
}: {
  search: AlertSearch;
  onChange: (search: AlertSearch) => void;
}) => {
  const text = useText();
  const word = useWord();
  const types = useConfigured('alert-types');
  const priorities = prioritiesInOrder(useConfigured('priorities'));
  const anyOne = { id: any, name: text('work.any') };
  const change = (name: keyof AlertSearch) => (id: string) =>
    onChange(readAlertSearch({ ...search, [name]: id === any ? undefined : id }));
  return (
    <FilterRow>
      <Select
        label={text('work.filter.type')}
        choices={[anyOne, ...[...types.values()].map(({ key, name }) => ({ id: key, name }))]}
        value={search.type ?? any}
        onChange={change('type')}
      />
      <Select
        label={text('work.filter.priority')}
        choices={[anyOne, ...priorities.map(({ key, name }) => ({ id: key, name }))]}
        value={search.priority ?? any}
        onChange={change('priority')}
      />
      <Select
        label={text('work.filter.sort')}
        choices={alertSorts.map((id) => ({ id, name: word('work.sort', id) }))}
        value={search.sort ?? (search.view === 'all' ? '-createdAt' : 'dueAt')}
        onChange={change('sort')}
      />
    </FilterRow>
  );
};
