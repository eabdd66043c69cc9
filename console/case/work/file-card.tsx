import { useQuery } from '@tanstack/react-query';
import { Download, EyeOff, FileText, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import type { FileAnswer } from '#console/case/case-queries.ts';
import { Meanwhile, useMeanwhile } from '#console/case/work/meanwhile.tsx';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { Ago } from '#console/records/due-words.tsx';
import { ActorName } from '#console/records/names.tsx';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { Badge, Card, Row } from '#console/ui/surface.tsx';

// Drawn by every browser; others are handed out to be opened.
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
// The URL of a file is good for a few minutes.
const urlFreshMs = 2 * 60_000;
const kilo = 1000;

/** `34 kB`, in the reader's language. */
const useSize = () => {
  const intl = useIntl();
  return (bytes: number): string => {
    const [value, unit] =
      bytes >= kilo ** 2
        ? ([bytes / kilo ** 2, 'megabyte'] as const)
        : bytes >= kilo
          ? ([bytes / kilo, 'kilobyte'] as const)
          : ([bytes, 'byte'] as const);
    return intl.formatNumber(value, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
  };
};

const Preview = ({ file }: { file: FileAnswer }) => {
  const api = useApi();
  const { id } = useCase();
  const { data } = useQuery({
    queryKey: ['case', id, 'file', file.id],
    queryFn: async () => (await api.getCaseFile({ path: { id, fileId: file.id } })).data,
    staleTime: urlFreshMs,
  });
  const url = data?.download?.url;
  if (url === undefined) return null;
  return <img src={url} alt={file.name} className={styles.preview} loading="lazy" />;
};

const EditFileDialog = ({ file, onClose }: { file: FileAnswer; onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const { base, changed, put } = useMeanwhile(file, {
    name: text('case.file.name'),
    private: text('case.file.private'),
  });
  const [name, setName] = useState(base.name);
  const [isPrivate, setPrivate] = useState(base.private);
  const path = { id, fileId: file.id };
  const body = { ...(name !== base.name && { name }), ...(isPrivate !== base.private && { private: isPrivate }) };
  return (
    <FormDialog
      title={text('case.file.edit', { name: base.name })}
      submit={text('action.save')}
      onSubmit={() => act(() => put((ifMatch) => api.updateCaseFile({ path, body, ifMatch })), text('state.saved'))}
      onClose={onClose}
      isReady={name.trim() !== ''}
      pointers={['/name', '/private']}
    >
      {(fault) => (
        <>
          <Meanwhile changed={changed} />
          <TextField label={text('case.file.name')} isRequired value={name} onChange={setName} error={fault('/name')} />
          <Checkbox isSelected={isPrivate} onChange={setPrivate}>
            {text('case.file.private')}
          </Checkbox>
        </>
      )}
    </FormDialog>
  );
};

const State = ({ file }: { file: FileAnswer }) => {
  const text = useText();
  if (file.state === 'rejected')
    return (
      <Badge tone="danger" icon={<ShieldAlert aria-hidden />}>
        {file.reason === undefined ? text('case.file.rejected') : text(`case.file.reason.${file.reason}`)}
      </Badge>
    );
  if (file.state === 'pending') return <Badge tone="info">{text('case.file.pending')}</Badge>;
  if (file.scan === 'waiting') return <Badge tone="info">{text('case.file.scanning')}</Badge>;
  if (file.scan === 'clean')
    return (
      <Badge tone="good" icon={<ShieldCheck aria-hidden />}>
        {text('case.file.clean')}
      </Badge>
    );
  return null;
};

export const FileCard = ({ file }: { file: FileAnswer }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const size = useSize();
  const { id, may } = useCase();
  const [doing, setDoing] = useState<'edit' | 'remove'>();
  const path = { id, fileId: file.id };
  const isThere = file.state === 'stored' && file.scan !== 'waiting' && file.scan !== 'infected';
  const open = async () => {
    const { data } = await api.getCaseFile({ path });
    if (data.download) window.open(data.download.url, '_blank', 'noopener');
  };
  const close = () => setDoing(undefined);
  return (
    <Card>
      <div className={styles.file}>
        {isThere && pictures.has(file.contentType) ? <Preview file={file} /> : <FileText aria-hidden />}
        <div className={styles.fileBody}>
          <h3>{file.name}</h3>
          <Row>
            <State file={file} />
            {file.private && <Badge icon={<EyeOff aria-hidden />}>{text('case.file.privateBadge')}</Badge>}
          </Row>
          <p className={styles.quiet}>
            {size(file.size)} · {file.contentType} · <ActorName actor={file.createdBy} /> · <Ago at={file.createdAt} />
          </p>
          <Row>
            {isThere && (
              <Button size="small" onPress={open}>
                <Download aria-hidden />
                {text('action.download')}
              </Button>
            )}
            {may('work') && file.state === 'stored' && (
              <Button size="small" look="quiet" onPress={() => setDoing('edit')}>
                {text('action.edit')}
              </Button>
            )}
            {may('manage') && (
              <Button size="small" look="quiet" onPress={() => setDoing('remove')}>
                {text('action.remove')}
              </Button>
            )}
          </Row>
        </div>
      </div>
      {doing === 'edit' && <EditFileDialog file={file} onClose={close} />}
      {doing === 'remove' && (
        <FormDialog
          title={text('case.file.remove', { name: file.name })}
          submit={text('action.remove')}
          onSubmit={() => act(() => api.removeCaseFile({ path }), text('case.done.fileRemoved'))}
          onClose={close}
          isDangerous
        >
          {() => <p>{text('case.file.removeText')}</p>}
        </FormDialog>
      )}
    </Card>
  );
};
