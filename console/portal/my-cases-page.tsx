import { FolderOpen } from 'lucide-react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { MyCaseLines } from '#console/portal/my-case-lines.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button, ButtonLink } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Skeleton } from '#console/ui/surface.tsx';

/** A requester's cases, newest first. */
export const MyCasesPage = () => {
  const api = useApi();
  const text = useText();
  const when = useWhen();
  const cases = usePages(
    ['cases', 'mine'],
    async (place) => (await api.listMyCases({ query: { limit: 25, ...place } })).data,
  );
  return (
    <Page
      title={text('portal.title')}
      actions={
        <ButtonLink look="primary" href="/portal/raise">
          {text('portal.raise')}
        </ButtonLink>
      }
    >
      {cases.isPending && <Skeleton />}
      {cases.error && <Failure error={cases.error} onRetry={cases.retry} />}
      {cases.firstPage && !cases.error && cases.items.length === 0 && (
        <EmptyState title={text('portal.none')} icon={<FolderOpen aria-hidden />}>
          <p>{text('portal.noneText')}</p>
        </EmptyState>
      )}
      <MyCaseLines records={cases.items} text={text} when={when} />
      {cases.hasMore && (
        <Button onPress={cases.readMore} isPending={cases.isReadingMore}>
          {text('action.loadMore')}
        </Button>
      )}
    </Page>
  );
};
