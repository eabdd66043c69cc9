import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const AdminPage = () => {
  const text = useText();
  return (
    <Page title={text('admin.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
