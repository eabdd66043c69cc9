import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const DashboardsPage = () => {
  const text = useText();
  return (
    <Page title={text('dashboards.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
