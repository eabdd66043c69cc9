import { useState } from 'react';
import { useCase } from '#console/case/case-context.ts';
import { MessageComposer } from '#console/case/stream/message-composer.tsx';
import { NoteComposer } from '#console/case/stream/note-composer.tsx';
import styles from '#console/case/stream/stream.module.css';
import { StreamRowView } from '#console/case/stream/stream-row.tsx';
import { type StreamFilter, streamFilters } from '#console/case/stream/stream-rows.ts';
import { useStream } from '#console/case/stream/use-stream.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Select } from '#console/ui/fields.tsx';
import { EmptyState, Quiet, Skeleton, Stack } from '#console/ui/surface.tsx';
import { useDraft } from '#console/ui/use-draft.ts';

const Composer = ({ isFocused }: { isFocused: boolean }) => {
  const text = useText();
  const { id } = useCase();
  const [draft] = useDraft(`message ${id}`);
  const [isMessage, setMessage] = useState(draft !== '');
  return (
    <section className={styles.composer} aria-label={text('case.compose')}>
      {isMessage ? <MessageComposer /> : <NoteComposer isFocused={isFocused} />}
      <Button look="quiet" size="small" onPress={() => setMessage(!isMessage)}>
        {text(isMessage ? 'case.writeNote' : 'case.writeMessage')}
      </Button>
    </section>
  );
};

/** History, notes and mail together, the newest first, with a place to write. */
export const StreamTab = ({ isFocused }: { isFocused: boolean }) => {
  const text = useText();
  const { may } = useCase();
  const [filter, setFilter] = useState<StreamFilter>('all');
  const { rows, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useStream(filter);
  return (
    <Stack>
      {may('work') && <Composer isFocused={isFocused} />}
      <div className={styles.filter}>
        <Quiet>{text('case.stream.marked')}</Quiet>
        <Select
          label={text('case.stream.show')}
          isLabelHidden
          choices={streamFilters.map((one) => ({ id: one, name: text(`case.stream.${one}`) }))}
          value={filter}
          onChange={(chosen) => setFilter(streamFilters.find((one) => one === chosen) ?? 'all')}
        />
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton lines={8} />}
      {!isPending && rows.length === 0 && <EmptyState title={text('case.stream.none')} />}
      <ol className={styles.stream} aria-label={text('case.tab.stream')}>
        {rows.map((row) => (
          <StreamRowView key={`${row.kind} ${row.id}`} row={row} />
        ))}
      </ol>
      {hasNextPage && (
        <Button onPress={() => void fetchNextPage()} isPending={isFetchingNextPage}>
          {text('action.loadMore')}
        </Button>
      )}
    </Stack>
  );
};
