import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { useLabel } from '#console/admin/form/form-context.ts';
import { ChooseFile } from '#console/admin/places/choose-file.tsx';
import { ImportResults, type ImportRow } from '#console/admin/places/import-results.tsx';
import {
  type ImportChoices,
  isTooLargeAtOnce,
  type Kind,
  kinds,
  newImportOf,
  queryOf,
  systems,
} from '#console/admin/places/imports.ts';
import { PlacePage } from '#console/admin/places/place-page.tsx';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Select } from '#console/ui/fields.tsx';
import { Banner, Card, Quiet, Row } from '#console/ui/surface.tsx';
import { putFile } from '#console/ui/upload.ts';

interface Imported {
  results?: ImportRow[] | undefined;
  jobId?: string | undefined;
}

/** Sends a file in one piece, or where it is larger to where it is fetched from. */
const useImport = (choices: ImportChoices, file: File | undefined) => {
  const api = useApi();
  const atOnce = async (of: File, isDryRun: boolean): Promise<Imported> => {
    // The API looks at the content; which of its names a browser has for a type does not matter.
    const body = new Blob([of], { type: 'application/octet-stream' }) as never;
    const query = queryOf(choices);
    const importing = { contacts: api.importContacts, cases: api.importCases, alerts: api.importAlerts }[choices.kind];
    if (isDryRun) return (await importing({ query: { ...query, dryRun: 'true' }, body })).data;
    return (await importing({ query, body })).data;
  };
  const send = async (isDryRun: boolean): Promise<Imported> => {
    if (!file) return {};
    if (!isTooLargeAtOnce(file)) return atOnce(file, isDryRun);
    const { data } = await api.beginImport({ body: newImportOf(choices, file) });
    await putFile(data.upload, file, () => undefined);
    return { jobId: data.jobId };
  };
  return {
    dry: useMutation({ mutationFn: () => send(true) }),
    real: useMutation({ mutationFn: () => send(false) }),
  };
};

const none = '';

/** Contacts, cases and alerts from elsewhere: first what comes of each, then the rows. */
export const ImportsPage = () => {
  const text = useText();
  const word = useWord();
  const { label } = useLabel();
  const [choices, setChoices] = useState<ImportChoices>({ kind: 'contacts', hasEffects: false });
  const [file, setFile] = useState<File>();
  const { dry, real } = useImport(choices, file);
  const types = useConfigured(choices.kind === 'alerts' ? 'alert-types' : 'case-types');
  const forget = () => {
    dry.reset();
    real.reset();
  };
  const choose = (changes: Partial<ImportChoices>) => {
    forget();
    setChoices({ ...choices, ...changes });
  };
  const isLarge = file !== undefined && isTooLargeAtOnce(file);
  const shown = real.data ?? dry.data;
  return (
    <PlacePage title={text('admin.place.imports')} about={text('admin.placeAbout.imports')}>
      <Card>
        <Row>
          <Select
            label={label('kind')}
            choices={kinds.map((id) => ({ id, name: word('admin.importKind', id) }))}
            value={choices.kind}
            onChange={(id) => choose({ kind: id as Kind, type: undefined, system: undefined })}
          />
          {choices.kind !== 'contacts' && (
            <Select
              label={text('admin.importType')}
              choices={[{ id: none, name: '—' }, ...[...types.values()].map(({ key, name }) => ({ id: key, name }))]}
              value={choices.type ?? none}
              onChange={(id) => choose({ type: id === none ? undefined : id })}
            />
          )}
          {choices.kind === 'cases' && (
            <Select
              label={text('admin.importSystem')}
              choices={[{ id: none, name: text('admin.importPlain') }, ...systems]}
              value={choices.system ?? none}
              onChange={(id) => choose({ system: systems.find((one) => one.id === id)?.id })}
            />
          )}
        </Row>
        <ChooseFile
          file={file}
          onChoose={(chosen) => {
            forget();
            setFile(chosen);
          }}
        />
        <Checkbox isSelected={choices.hasEffects} onChange={(hasEffects) => choose({ hasEffects })}>
          {text('admin.importEffects')}
        </Checkbox>
        <Quiet>{text(isLarge ? 'admin.importLarge' : 'admin.importRowsText')}</Quiet>
        <Row>
          <Button isDisabled={!file || isLarge} isPending={dry.isPending} onPress={() => dry.mutate()}>
            {text('admin.dryRun')}
          </Button>
          <Button
            look="primary"
            isDisabled={!file || !(isLarge || dry.data) || real.isSuccess}
            isPending={real.isPending}
            onPress={() => real.mutate()}
          >
            {text('admin.import')}
          </Button>
        </Row>
        <FormFailure error={real.error ?? dry.error} />
        {real.isSuccess && (
          <Banner>{text(real.data.jobId === undefined ? 'admin.imported' : 'admin.importBegun')}</Banner>
        )}
        {shown?.jobId !== undefined && <Link href="/admin/jobs">{text('admin.place.jobs')}</Link>}
      </Card>
      {shown?.results && <ImportResults rows={shown.results} />}
    </PlacePage>
  );
};
