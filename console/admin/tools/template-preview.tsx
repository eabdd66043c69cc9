import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { FormFailure } from '#console/ui/failure.tsx';
import { ComboBox, Select, TextField } from '#console/ui/fields.tsx';
import { Card, Quiet, Skeleton, Stack } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';
import { useSettled } from '#console/ui/use-settled.ts';

const previewAfterMs = 600;
const offered = 30;

/** Cases to try a text on: the newest, or what was found for what is typed. */
const useCases = () => {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['cases', 'for-preview'],
    queryFn: async () => (await api.listCases({ query: { limit: offered } })).data.items,
  });
  return data?.map(({ id, reference, subject }) => ({ id, name: `${reference} · ${subject}` }));
};

/** The mail as somebody would read it about a real case, as it is written now. */
export const TemplatePreview = ({ edited, draft }: ToolProps) => {
  const text = useText();
  const { word } = useLabel();
  const api = useApi();
  const cases = useCases();
  const [chosen, setChosen] = useState<string>();
  const [audience, setAudience] = useState('requester');
  const [language, setLanguage] = useState('');
  const [view, setView] = useState('html');
  const template = useSettled(draft.draft, previewAfterMs);
  const caseId = chosen ?? cases?.[0]?.id;
  const preview = useQuery({
    queryKey: ['admin-template-preview', edited.key, caseId, audience, language, template],
    queryFn: async () => {
      const body = { caseId, audience, template, ...(language !== '' && { language }) } as never;
      return (await api.previewTemplate({ path: { key: edited.key ?? 'draft' }, body })).data;
    },
    enabled: caseId !== undefined,
    placeholderData: (before) => before,
    retry: false,
  });
  const mail = preview.data;
  return (
    <Stack>
      <Card>
        <div className={styles.form}>
          <ComboBox label={text('admin.aboutCase')} choices={cases ?? []} value={caseId} onChange={setChosen} />
          <Select
            label={text('admin.audience')}
            choices={['requester', 'staff'].map((id) => ({ id, name: word(id) }))}
            value={audience}
            onChange={setAudience}
          />
          <TextField label={text('admin.language')} value={language} onChange={setLanguage} />
        </div>
      </Card>
      <FormFailure error={preview.error} />
      {cases?.length === 0 && <Quiet>{text('admin.noCaseToTry')}</Quiet>}
      {!mail && !preview.error && cases?.length !== 0 && <Skeleton />}
      {mail && !preview.error && (
        <div className={styles.mail}>
          <strong>{mail.subject}</strong>
          <Tabs
            label={text('admin.tab.preview')}
            value={view}
            onChange={setView}
            parts={[
              {
                id: 'html',
                name: text('admin.asHtml'),
                // Nothing in it may run or lead anywhere: it is looked at, as a mail program would.
                content: <iframe title={mail.subject} srcDoc={mail.html} sandbox="allow-same-origin" />,
              },
              { id: 'text', name: text('admin.asText'), content: <pre>{mail.text}</pre> },
            ]}
          />
        </div>
      )}
    </Stack>
  );
};
