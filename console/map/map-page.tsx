import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const MapPage = () => {
  const text = useText();
  return (
    <Page title={text('map.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
