import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { SearchField } from '#console/ui/fields.tsx';

/** The one box: cases, alerts and contacts. */
export const SearchBox = () => {
  const navigate = useNavigate();
  const text = useText();
  const [words, setWords] = useState('');
  return (
    <SearchField
      id="search-box"
      label={text('nav.search')}
      placeholder={text('nav.search')}
      isLabelHidden
      value={words}
      onChange={setWords}
      onSubmit={(q) => q.trim() !== '' && void navigate({ href: `/search?${new URLSearchParams({ q })}` })}
    />
  );
};
