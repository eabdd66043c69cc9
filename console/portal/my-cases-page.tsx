import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const MyCasesPage = () => {
  const text = useText();
  return (
    <Page title={text('portal.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
