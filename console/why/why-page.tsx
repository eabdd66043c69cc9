import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const WhyPage = () => {
  const text = useText();
  return (
    <Page title={text('why.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
