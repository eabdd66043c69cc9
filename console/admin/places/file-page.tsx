import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { type OperationInput, Problem } from '#client/client.ts';
import { useLabel } from '#console/admin/form/form-context.ts';
import { ChooseFile } from '#console/admin/places/choose-file.tsx';
import { DiffTable } from '#console/admin/places/diff-table.tsx';
import { PlacePage } from '#console/admin/places/place-page.tsx';
import { pathOf } from '#console/admin/schema/json.ts';
import { Findings } from '#console/admin/tools/findings.tsx';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { downloadFile } from '#console/ui/download.ts';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { RadioGroup } from '#console/ui/fields.tsx';
import { Banner, Card, Quiet, Row, Skeleton, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

/** Everything that is configured, as a file. */
const ExportCard = () => {
  const text = useText();
  const api = useApi();
  const take = useMutation({
    mutationFn: async () => {
      const { data } = await api.exportConfiguration();
      const name = `caseward-${new Date().toISOString().slice(0, 10)}.json`;
      downloadFile(new File([JSON.stringify(data, null, 2)], name, { type: 'application/json' }));
    },
  });
  return (
    <Card title={text('admin.export')}>
      <Quiet>{text('admin.exportText')}</Quiet>
      <div>
        <Button isPending={take.isPending} onPress={() => take.mutate()}>
          <Download aria-hidden />
          {text('admin.export')}
        </Button>
      </div>
      <FormFailure error={take.error} />
    </Card>
  );
};

type Existing = 'replace' | 'keep';

type ConfigurationFile = OperationInput<'importConfiguration'>['body'];

/** What the API finds wrong with the content it says itself. */
const useReadFile = () => {
  const text = useText();
  return async (file: File): Promise<ConfigurationFile> => {
    const content = await file.text();
    try {
      return JSON.parse(content);
    } catch {
      throw new Error(text('admin.notJson', { name: file.name }));
    }
  };
};

/** Why a file is not taken, each fault by the configuration that it is in. */
const FileFailure = ({ error }: { error: unknown }) => {
  const word = useWord();
  const { label } = useLabel();
  const faults = error instanceof Problem ? error.errors : [];
  const whereOf = (pointer: string) => {
    const [kind = '', key, ...rest] = pathOf(pointer);
    const steps = rest.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : label(step)));
    return [word('admin.kind', kind), key, ...steps].filter(Boolean).join(' › ');
  };
  return (
    <>
      <FormFailure error={error} shown={faults.map(({ pointer }) => pointer)} />
      <Findings findings={faults} tone="danger" whereOf={whereOf} />
    </>
  );
};

/** A file put back: first what it would change, then the change. */
const ImportCard = () => {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const readFile = useReadFile();
  const [file, setFile] = useState<File>();
  const [existing, setExisting] = useState<Existing>('replace');
  const dry = useMutation({
    mutationFn: async (from: File) => {
      const body = await readFile(from);
      return (await api.importConfiguration({ query: { existing, dryRun: 'true' }, body })).data;
    },
  });
  const put = useMutation({
    mutationFn: async (from: File) => api.importConfiguration({ query: { existing }, body: await readFile(from) }),
    onSuccess: async () => {
      sayDone(text('admin.imported'));
      await queries.invalidateQueries({ queryKey: ['admin'] });
    },
  });
  const forget = () => {
    dry.reset();
    put.reset();
  };
  return (
    <Card title={text('admin.import')}>
      <Quiet>{text('admin.importText')}</Quiet>
      <ChooseFile
        file={file}
        acceptedFileTypes={['application/json']}
        onChoose={(chosen) => {
          forget();
          setFile(chosen);
        }}
      />
      <RadioGroup
        label={text('admin.existing')}
        choices={[
          { id: 'replace', name: text('admin.existing.replace') },
          { id: 'keep', name: text('admin.existing.keep') },
        ]}
        value={existing}
        onChange={(id) => {
          forget();
          setExisting(id === 'keep' ? 'keep' : 'replace');
        }}
      />
      <Row>
        <Button isDisabled={!file} isPending={dry.isPending} onPress={() => file && dry.mutate(file)}>
          {text('admin.dryRun')}
        </Button>
        <Button
          look="primary"
          isDisabled={!dry.data || put.isSuccess}
          isPending={put.isPending}
          onPress={() => file && put.mutate(file)}
        >
          {text('admin.import')}
        </Button>
      </Row>
      <FileFailure error={put.error ?? dry.error} />
      {put.isSuccess && <Banner>{text('admin.imported')}</Banner>}
      {dry.data?.record && <DiffTable items={dry.data.record.items} />}
    </Card>
  );
};

/** Instances that come with Caseward. */
const ReadyMade = () => {
  const text = useText();
  const word = useWord();
  const api = useApi();
  const queries = useQueryClient();
  const sets = useQuery({
    queryKey: ['ready-made'],
    queryFn: async () => (await api.readyMade({ query: { limit: 100 } })).data.items,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const install = useMutation({
    mutationFn: async (key: string) => (await api.installReadyMade({ path: { key } })).data,
    onSuccess: async () => {
      sayDone(text('admin.installed'));
      await queries.invalidateQueries({ queryKey: ['admin'] });
    },
  });
  if (sets.isError) return <Failure error={sets.error} />;
  return (
    <Card title={text('admin.readyMade')}>
      <Quiet>{text('admin.readyMadeText')}</Quiet>
      {!sets.data && <Skeleton lines={3} />}
      <Stack>
        {sets.data?.map(({ key, name, description, contents }) => (
          <Card
            key={key}
            title={name}
            actions={
              <Button
                size="small"
                isPending={install.isPending && install.variables === key}
                onPress={() => install.mutate(key)}
              >
                {text('admin.install')}
              </Button>
            }
          >
            <p>{description}</p>
            <Quiet>
              {Object.entries(contents)
                .map(([kind, keys]) => `${word('admin.kind', kind)}: ${keys.length}`)
                .join(' · ')}
            </Quiet>
          </Card>
        ))}
      </Stack>
      <FormFailure error={install.error} />
      {install.data && <DiffTable items={install.data.items} />}
    </Card>
  );
};

/** The whole configuration as a file, back from one, and sets that are ready to be installed. */
export const FilePage = () => {
  const text = useText();
  return (
    <PlacePage title={text('admin.place.file')} about={text('admin.placeAbout.file')}>
      <ExportCard />
      <ImportCard />
      <ReadyMade />
    </PlacePage>
  );
};
