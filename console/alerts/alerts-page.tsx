import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const AlertsPage = () => {
  const text = useText();
  return (
    <Page title={text('alerts.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
