import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { Button } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import { type Choice, FilterRow, Select } from '#console/ui/fields.tsx';
import styles from '#console/work/work.module.css';
import { type SortText, sortOrders, type WorkSearch } from '#console/work/work-search.ts';
import { statusCategories } from '#shared/casework/cases/status.schema.ts';

interface FiltersProps {
  search: WorkSearch;
  sort: SortText;
  onChange: (changed: Partial<Record<keyof WorkSearch, string | undefined>>) => void;
}

// A Select has no empty choice of its own.
const any = 'any';

/** What narrows a list, and its order. */
export const Filters = ({ search, sort, onChange }: FiltersProps) => {
  const text = useText();
  const word = useWord();
  const types = useConfigured('case-types');
  const groups = useConfigured('groups');
  const priorities = useConfigured('priorities');
  const named = ({ key, name }: { key: string; name: string }): Choice => ({ id: key, name });
  const filters = {
    type: [...types.values()].map(named),
    category: statusCategories.map((id) => ({ id, name: word('records.category', id) })),
    priority: prioritiesInOrder(priorities).map(named),
    group: [...groups.values()].filter(({ staff }) => staff).map(named),
  };
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div className={styles.filterButton}>
        <Button size="small" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          <ListFilter aria-hidden />
          {text('work.filters')}
        </Button>
      </div>
      <div className={classes(!isOpen && styles.closed)}>
        <FilterRow>
          {Object.entries(filters).map(([name, choices]) => (
            <Select
              key={name}
              label={word('work.filter', name)}
              choices={[{ id: any, name: text('work.any') }, ...choices]}
              value={search[name as keyof typeof filters] ?? any}
              onChange={(id) => onChange({ [name]: id === any ? undefined : id })}
            />
          ))}
          <Select
            label={text('work.filter.sort')}
            choices={sortOrders.map((id) => ({ id, name: word('work.sort', id) }))}
            value={sort}
            onChange={(id) => onChange({ sort: id })}
          />
        </FilterRow>
      </div>
    </>
  );
};
