import { useText } from '#console/i18n/use-text.ts';
import { EmptyState, Page } from '#console/ui/surface.tsx';

export const ContactsPage = () => {
  const text = useText();
  return (
    <Page title={text('contacts.title')}>
      <EmptyState title={text('list.empty')} />
    </Page>
  );
};
