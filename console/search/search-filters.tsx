import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import type { SearchAddress } from '#console/search/search-address.ts';
import { FilterRow, Select } from '#console/ui/fields.tsx';

const any = 'any';

interface SearchFiltersProps {
  of: 'case' | 'alert';
  address: SearchAddress;
  onChange: (changed: Partial<Record<keyof SearchAddress, string | undefined>>) => void;
}

/** What narrows a search of cases or of alerts. */
export const SearchFilters = ({ of, address, onChange }: SearchFiltersProps) => {
  const text = useText();
  const types = useConfigured(`${of}-types`);
  const groups = useConfigured('groups');
  const priorities = prioritiesInOrder(useConfigured('priorities'));
  const named = ({ key, name }: { key: string; name: string }) => ({ id: key, name });
  const filters = [
    {
      name: 'state',
      label: text('search.state'),
      choices: [
        { id: 'open', name: text('search.open') },
        { id: 'closed', name: text('search.closed') },
      ],
    },
    { name: 'type', label: text('work.filter.type'), choices: [...types.values()].map(named) },
    { name: 'priority', label: text('work.filter.priority'), choices: priorities.map(named) },
    {
      name: 'group',
      label: text('work.filter.group'),
      choices: [...groups.values()].filter(({ staff }) => staff).map(named),
    },
  ] as const;
  return (
    <FilterRow>
      {filters.map(({ name, label, choices }) => (
        <Select
          key={name}
          label={label}
          choices={[{ id: any, name: text('work.any') }, ...choices]}
          value={address[name] ?? any}
          onChange={(id) => onChange({ [name]: id === any ? undefined : id })}
        />
      ))}
    </FilterRow>
  );
};
