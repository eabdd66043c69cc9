import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { hrefOfSearch } from '#console/search/search-address.ts';
import { SearchField } from '#console/ui/search-field.tsx';
import { parseReference } from '#shared/casework/cases/reference.ts';

/** The one box: cases, alerts and contacts. A whole reference leads straight to its case. */
export const SearchBox = () => {
  const api = useApi();
  const navigate = useNavigate();
  const text = useText();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const [words, setWords] = useState(q);
  useEffect(() => setWords(q), [q]);
  const search = async (typed: string) => {
    const reference = parseReference(typed);
    const found =
      reference === undefined ? undefined : await api.getCase({ path: { id: reference } }).catch(() => undefined);
    if (found) return navigate({ href: `/cases/${found.data.id}` });
    if (typed.trim() !== '') return navigate({ href: hrefOfSearch({ q: typed.trim() }) });
  };
  return (
    <SearchField
      id="search-box"
      label={text('nav.search')}
      placeholder={text('nav.search')}
      isLabelHidden
      value={words}
      onChange={setWords}
      onSubmit={(typed) => void search(typed)}
    />
  );
};
