import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { useIntl } from 'react-intl';
import { useText } from '#console/i18n/use-text.ts';
import type { MyCase, MyFile } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Button } from '#console/ui/button.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Card, Quiet } from '#console/ui/surface.tsx';
import { putFile } from '#console/ui/upload.ts';

const kilobyte = 1000;

/** Files that belong to the case, and a way to add one. */
export const FilesOfMine = ({ mine, isOpen }: { mine: MyCase; isOpen: boolean }) => {
  const text = useText();
  const { formatNumber } = useIntl();
  const queries = useQueryClient();
  const [part, setPart] = useState(0);
  const { data: files = [] } = useQuery({ queryKey: [...mine.key, 'my files'], queryFn: mine.files });
  const upload = useMutation({
    mutationFn: async (file: File) => {
      setPart(0);
      if (file.size === 0) throw new Error(text('error.emptyFile', { name: file.name }));
      const contentType = file.type || 'application/octet-stream';
      const announced = await mine.announceFile({ name: file.name, size: file.size, contentType });
      await putFile(announced.upload, file, setPart);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: mine.key }),
  });
  const open = async ({ id }: MyFile) => {
    const { download } = await mine.file(id);
    if (download) location.assign(download.url);
  };
  const size = (bytes: number) =>
    formatNumber(Math.max(1, Math.round(bytes / kilobyte)), { style: 'unit', unit: 'kilobyte' });
  return (
    <Card title={text('portal.files')}>
      <FormFailure error={upload.error} />
      {files.length === 0 && <Quiet>{text('portal.noFiles')}</Quiet>}
      <ul className={styles.files}>
        {files.map((file) => (
          <li key={file.id}>
            <Paperclip size={16} aria-hidden />
            {file.state === 'stored' ? (
              <Button look="quiet" size="small" onPress={() => open(file)}>
                {file.name}
              </Button>
            ) : (
              <span>{file.name}</span>
            )}
            <Quiet>
              {size(file.size)} {file.state !== 'stored' && text(`portal.file.${file.state}`)}
            </Quiet>
          </li>
        ))}
      </ul>
      {isOpen && (
        <div>
          <FileTrigger onSelect={(chosen) => chosen?.[0] && upload.mutate(chosen[0])}>
            <Button isPending={upload.isPending}>
              {upload.isPending ? text('portal.uploading', { part }) : text('portal.addFile')}
            </Button>
          </FileTrigger>
        </div>
      )}
    </Card>
  );
};
