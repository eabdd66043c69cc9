import { useQuery } from '@tanstack/react-query';
import { Upload as UploadIcon } from 'lucide-react';
import { useState } from 'react';
import { DropZone } from 'react-aria-components/DropZone';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useCase, useCaseQueries } from '#console/case/case-context.ts';
import type { FileAnswer } from '#console/case/case-queries.ts';
import { FileCard } from '#console/case/work/file-card.tsx';
import { type Upload, useUploads } from '#console/case/work/uploads.ts';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { Card, EmptyState, Row, Skeleton, Stack } from '#console/ui/surface.tsx';

const everyMs = 3000;

/** A file that is on its way, or waits for the scanner, is looked at again before long. */
const isUnderWay = ({ state, scan }: FileAnswer): boolean =>
  state === 'pending' || (state === 'stored' && scan === 'waiting');

const UnderWay = ({ upload, onForget }: { upload: Upload; onForget: () => void }) => {
  const text = useText();
  const { name, part, error } = upload;
  return (
    <Card title={name}>
      {error === undefined ? (
        <progress
          className={styles.progress}
          value={part}
          max={1}
          aria-label={text('case.file.uploading', { name, percent: Math.round(part * 100) })}
        />
      ) : (
        <>
          <FormFailure error={error} />
          <Row>
            <Button size="small" onPress={onForget}>
              {text('action.dismiss')}
            </Button>
          </Row>
        </>
      )}
    </Card>
  );
};

/** Files of the case: those there are, those on their way, and a place to bring more. */
export const FilesTab = () => {
  const text = useText();
  const { may } = useCase();
  const { uploads, upload, forget } = useUploads();
  const [isPrivate, setPrivate] = useState(false);
  const { data, error, refetch } = useQuery({
    ...useCaseQueries().files,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? everyMs : false),
  });
  const take = (files: Iterable<File>) => {
    for (const file of files) void upload(file, isPrivate);
  };
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <Stack>
      {may('work') && (
        <DropZone
          className={styles.drop ?? ''}
          onDrop={({ items }) => {
            for (const item of items) if (item.kind === 'file') void item.getFile().then((file) => take([file]));
          }}
        >
          <FileTrigger allowsMultiple onSelect={(files) => files && take(files)}>
            <Button>
              <UploadIcon aria-hidden />
              {text('case.file.upload')}
            </Button>
          </FileTrigger>
          <Checkbox isSelected={isPrivate} onChange={setPrivate}>
            {text('case.file.private')}
          </Checkbox>
          <span className={styles.quiet}>{text('case.file.drop')}</span>
        </DropZone>
      )}
      {uploads.map((one) => (
        <UnderWay key={one.id} upload={one} onForget={() => forget(one.id)} />
      ))}
      {!data && <Skeleton />}
      {data?.length === 0 && uploads.length === 0 && <EmptyState title={text('case.file.none')} />}
      {(data ?? []).toReversed().map((file) => (
        <FileCard key={file.id} file={file} />
      ))}
    </Stack>
  );
};
