import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { keyOf, kindNamed, kindQuery, nameOf } from '#console/admin/kinds.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { serverNow } from '#console/app/server-clock.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { DataTable } from '#console/ui/data-table.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { type Choice, Select } from '#console/ui/fields.tsx';
import { Banner, Card, EmptyState, Quiet, Stack } from '#console/ui/surface.tsx';

const useChoices = (name: string): Choice[] => {
  const api = useApi();
  const { data } = useQuery(kindQuery(api, kindNamed(name) as NonNullable<ReturnType<typeof kindNamed>>));
  return (data ?? []).map((one) => ({ id: keyOf(one), name: nameOf(one) }));
};

const own = '';

/** When a case of a type that begins at an instant would be due: of one calendar or another. */
export const TargetsTry = ({ edited, draft }: ToolProps) => {
  const text = useText();
  const when = useWhen();
  const { label } = useLabel();
  const api = useApi();
  const isCalendar = edited.kind.kind === 'calendars';
  const types = useChoices('case-types');
  const priorities = useChoices('priorities');
  const calendars = useChoices('calendars');
  const [chosenType, setType] = useState(isCalendar ? undefined : edited.key);
  const [priority, setPriority] = useState(own);
  const [calendar, setCalendar] = useState(isCalendar ? (edited.key ?? own) : own);
  const [at, setAt] = useState<string | undefined>(() => new Date(serverNow()).toISOString());
  const type = chosenType ?? types[0]?.id;
  const { data, error } = useQuery({
    queryKey: ['admin-targets', type, priority, calendar, at, edited.base.etag],
    queryFn: async () => {
      const asked = { ...(priority !== own && { priority }), ...(calendar !== own && { calendar }) };
      return (await api.previewTargets({ body: { type: type ?? '', at: at ?? '', ...asked } })).data.clocks;
    },
    enabled: type !== undefined && at !== undefined,
    placeholderData: (before) => before,
    retry: false,
  });
  return (
    <Stack>
      {draft.isDirty && <Banner tone="warn">{text('admin.ofSaved')}</Banner>}
      <Card title={text('admin.whatIf')}>
        <Quiet>{text('admin.whatIfText')}</Quiet>
        <div className={styles.form}>
          <Select label={label('caseType')} choices={types} value={type} onChange={setType} />
          <Select
            label={label('priority')}
            choices={[{ id: own, name: '—' }, ...priorities]}
            value={priority}
            onChange={setPriority}
          />
          <Select
            label={label('calendar')}
            choices={[{ id: own, name: text('admin.ownCalendar') }, ...calendars]}
            value={calendar}
            onChange={setCalendar}
          />
          <InstantField label={text('admin.beginsAt')} value={at} onChange={setAt} />
        </div>
        <FormFailure error={error} />
        {data && (
          <DataTable
            label={text('admin.whatIf')}
            items={data}
            idOf={({ key }) => key}
            columns={[
              { id: 'key', name: text('admin.target'), cell: ({ key }) => label(key) },
              { id: 'startsAt', name: text('admin.beginsAt'), cell: ({ startsAt }) => when.instant(startsAt) },
              { id: 'dueAt', name: text('admin.dueAt'), cell: ({ dueAt }) => <strong>{when.instant(dueAt)}</strong> },
              {
                id: 'reminders',
                name: text('admin.reminders'),
                cell: ({ reminders }) => reminders.map((one) => when.instant(one)).join(' · '),
                isSecondary: true,
              },
            ]}
            empty={<EmptyState title={text('admin.noTargets')} />}
          />
        )}
      </Card>
    </Stack>
  );
};
