import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { contactQuery } from '#console/records/contact-name.tsx';
import { type Choice, ComboBox, type FieldWords } from '#console/ui/fields.tsx';
import { useSettled } from '#console/ui/use-settled.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';

const shown = 12;
const typingMs = 200;

const choiceOf = ({ id, name, email }: Contact): Choice => ({
  id,
  name,
  detail: [id, email].filter(Boolean).join(' · '),
});

/** A contact, found by typing some of their name, id, mail address or telephone number. */
export const ContactField = ({
  value,
  onChange,
  ...words
}: FieldWords & { value: string | undefined; onChange: (id: string | undefined) => void }) => {
  const api = useApi();
  const [typed, setTyped] = useState<string>();
  const { data: chosen } = useQuery({ ...contactQuery(api, value ?? ''), enabled: value !== undefined });
  // What is typed; or, until something is, the name of who was chosen before.
  const input = typed ?? chosen?.name ?? value ?? '';
  const text = useSettled(input.trim(), typingMs);
  const { data: found = [] } = useQuery({
    queryKey: ['contacts', 'found', text],
    queryFn: async ({ signal }) => {
      if (text.length < 2) return (await api.listContacts({ query: { limit: shown }, signal })).data.items;
      const { data } = await api.searchContacts({ body: { text, limit: shown }, signal });
      return data.items.map(({ record }) => record);
    },
    placeholderData: keepPreviousData,
  });
  const choices = found.map(choiceOf);
  const choose = (id: string | undefined) => {
    const contact = found.find((one) => one.id === id);
    if (contact) setTyped(contact.name);
    if (contact || id === undefined) onChange(id);
  };
  return (
    <ComboBox
      {...words}
      isSearched
      choices={chosen && !found.some(({ id }) => id === chosen.id) ? [choiceOf(chosen), ...choices] : choices}
      value={value}
      onChange={choose}
      inputValue={input}
      onInputChange={setTyped}
    />
  );
};
