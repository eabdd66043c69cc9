import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { type Choice, ComboBox, type FieldWords } from '#console/ui/fields.tsx';
import { useSettled } from '#console/ui/use-settled.ts';

const shown = 12;
const typingMs = 200;

/** Another case, found by typing its reference or some of its words. */
export const CaseField = ({
  value,
  onChange,
  except,
  ...words
}: FieldWords & { value: string | undefined; onChange: (id: string | undefined) => void; except: string }) => {
  const api = useApi();
  const [typed, setTyped] = useState('');
  const text = useSettled(typed.trim(), typingMs);
  const { data: found = [] } = useQuery({
    queryKey: ['cases', 'found', text],
    queryFn: async ({ signal }) => {
      if (text.length < 2) return (await api.listCases({ query: { limit: shown }, signal })).data.items;
      const { data } = await api.searchEverything({ body: { text, limit: shown }, signal });
      return data.items.flatMap((item) => (item.kind === 'case' ? [item.record] : []));
    },
    placeholderData: keepPreviousData,
  });
  const choices: Choice[] = found
    .filter(({ id }) => id !== except)
    .map(({ id, reference, subject }) => ({ id, name: `${reference} ${subject}` }));
  const choose = (id: string | undefined) => {
    const chosen = choices.find((choice) => choice.id === id);
    if (chosen) setTyped(chosen.name);
    if (chosen || id === undefined) onChange(id);
  };
  return (
    <ComboBox
      {...words}
      isSearched
      choices={choices}
      value={value}
      onChange={choose}
      inputValue={typed}
      onInputChange={setTyped}
    />
  );
};
