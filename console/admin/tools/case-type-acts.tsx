import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asKey } from '#console/admin/schema/words.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { CaseLink } from '#console/records/case-link.tsx';
import { everyItemOf } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, EmptyState, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

/** Another case type like this one. */
const Duplicate = ({ typeKey }: { typeKey: string }) => {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const copy = useMutation({
    mutationFn: () => api.duplicateCaseType({ path: { key: typeKey }, body: { key: asKey(name), name } }),
    onSuccess: async () => {
      sayDone(text('state.saved'));
      await queries.invalidateQueries({ queryKey: ['admin', 'case-types'] });
      await navigate({ href: `/admin/case-types/${asKey(name)}` });
    },
  });
  return (
    <Card title={text('admin.duplicate')}>
      <div className={styles.form}>
        <TextField
          label={text('admin.name')}
          value={name}
          onChange={setName}
          error={faultAt(copy.error, '/name') ?? faultAt(copy.error, '/key')}
        />
        <div>
          <Button isDisabled={name === ''} isPending={copy.isPending} onPress={() => copy.mutate()}>
            {text('admin.duplicate')}
          </Button>
        </div>
      </div>
      <FormFailure error={copy.error} shown={['/name', '/key']} />
    </Card>
  );
};

/**
 * Running cases given the targets and calendars of today: first which would move, then moving. Some
 * hundred are looked at in a request.
 */
const Retarget = ({ typeKey }: { typeKey: string }) => {
  const text = useText();
  const when = useWhen();
  const api = useApi();
  const path = { key: typeKey };
  const dry = useMutation({
    mutationFn: () =>
      everyItemOf(async (place) => (await api.retargetCases({ path, query: { ...place, dryRun: 'true' } })).data),
  });
  const move = useMutation({
    mutationFn: () => everyItemOf(async (query) => (await api.retargetCases({ path, query })).data),
    onSuccess: () => sayDone(text('admin.retargeted')),
  });
  return (
    <Card title={text('admin.retarget')}>
      <Quiet>{text('admin.retargetText')}</Quiet>
      <Row>
        <Button isPending={dry.isPending} onPress={() => dry.mutate()}>
          {text('admin.dryRun')}
        </Button>
        <Button look="primary" isDisabled={!dry.data} isPending={move.isPending} onPress={() => move.mutate()}>
          {text('admin.retarget')}
        </Button>
      </Row>
      <FormFailure error={dry.error ?? move.error} />
      {dry.data && (
        <DataTable
          label={text('admin.retarget')}
          items={move.data ?? dry.data}
          idOf={({ caseId, clock }) => `${caseId} ${clock}`}
          columns={[
            {
              id: 'case',
              name: text('admin.aboutCase'),
              cell: ({ caseId }) => <CaseLink id={caseId} />,
            },
            { id: 'clock', name: text('admin.target'), cell: ({ clock }) => clock },
            { id: 'from', name: text('admin.from'), cell: ({ from }) => when.instant(from) },
            { id: 'to', name: text('admin.to'), cell: ({ to }) => (to === undefined ? '—' : when.instant(to)) },
          ]}
          empty={<EmptyState title={text('admin.nothingToChange')} />}
        />
      )}
    </Card>
  );
};

/** What can be done with a case type beside changing it. */
export const CaseTypeActs = ({ edited: { key = '' } }: ToolProps) => (
  <Stack>
    <Duplicate typeKey={key} />
    <Retarget typeKey={key} />
  </Stack>
);
