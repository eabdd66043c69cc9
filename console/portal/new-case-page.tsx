import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Problem } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import {
  bodyOfOwnDraft,
  emptyOther,
  firstOwnDraft,
  type OwnCaseDraft,
  type RaisableType,
} from '#console/portal/new-case-of-mine.ts';
import styles from '#console/portal/portal.module.css';
import { raisableTypesQuery } from '#console/portal/raise-page.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { Button, ButtonLink } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { Actions } from '#console/ui/dialog.tsx';
import { Failure, FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Page, Quiet, Skeleton } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { useKept } from '#console/ui/use-kept.ts';

/** The form by which somebody who is signed in raises a case for themselves. */
export const NewCasePage = () => {
  const { type: key } = useParams({ from: '/requester/portal/raise/$type' });
  const text = useText();
  const types = useQuery(raisableTypesQuery(useApi()));
  if (types.isPending) return <Skeleton />;
  const type = types.data?.find((one) => one.key === key);
  if (type) return <NewCaseForm type={type} />;
  return (
    <Page title={text('portal.raise')}>
      <Failure error={types.error ?? new Problem(404, {}, new Headers())} onRetry={() => void types.refetch()} />
    </Page>
  );
};

const parts = ['name', 'email', 'phone'] as const;

const NewCaseForm = ({ type }: { type: RaisableType }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [kept, keep] = useKept<OwnCaseDraft>(`case of ${type.key}`);
  const draft = kept ?? firstOwnDraft(type);
  const { subject, description, fields, other } = draft;
  const change = (changed: Partial<OwnCaseDraft>) => keep({ ...draft, ...changed });
  const raise = useMutation({
    mutationFn: async () => (await api.createCase({ body: bodyOfOwnDraft(draft, type) })).data,
    onSuccess: ({ id, reference }) => {
      keep(undefined);
      sayDone(text('portal.raised', { reference }));
      void queries.invalidateQueries({ queryKey: ['cases'] });
      void navigate({ href: `/portal/cases/${id}` });
    },
  });
  const fault = (pointer: string) => faultAt(raise.error, pointer);
  const shown = [
    ...['/subject', '/description'],
    ...type.fields.map((field) => `/fields/${field.key}`),
    ...(other ? parts.map((part) => `/onBehalfOf/${part}`) : []),
  ];
  return (
    <Page title={type.name}>
      {type.description !== undefined && <Quiet>{type.description}</Quiet>}
      <Card>
        <form
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            if (!raise.isPending) raise.mutate();
          }}
        >
          <FormFailure error={raise.error} shown={shown} />
          <TextField
            label={text('portal.subject')}
            maxLength={200}
            value={subject}
            onChange={(now) => change({ subject: now })}
            error={fault('/subject')}
          />
          <TextField
            label={text('portal.description')}
            isRequired={false}
            rows={5}
            value={description}
            onChange={(now) => change({ description: now })}
            error={fault('/description')}
          />
          <RecordFields
            kind="case"
            definitions={type.fields}
            record={{ subject, description }}
            values={fields}
            onChange={(now) => change({ fields: now })}
            error={raise.error}
          />
          {type.onBehalfOf && (
            <Checkbox
              isSelected={other !== undefined}
              onChange={(isForOther) => change({ other: isForOther ? emptyOther : undefined })}
            >
              {text('portal.forOther')}
            </Checkbox>
          )}
          {other &&
            parts.map((part) => (
              <TextField
                key={part}
                label={text(`portal.contact.${part}`)}
                isRequired={part === 'name'}
                value={other[part]}
                onChange={(now) => change({ other: { ...other, [part]: now } })}
                error={fault(`/onBehalfOf/${part}`)}
              />
            ))}
          <Quiet>{text('portal.filesLater')}</Quiet>
          <Actions>
            <ButtonLink href="/portal/raise" onPress={() => keep(undefined)}>
              {text('action.cancel')}
            </ButtonLink>
            <Button look="primary" type="submit" isPending={raise.isPending}>
              {text('portal.send')}
            </Button>
          </Actions>
        </form>
      </Card>
    </Page>
  );
};
