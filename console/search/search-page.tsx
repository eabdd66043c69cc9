import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const SearchPage = () => {
  const text = useText();
  return (
    <Page title={text('search.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
