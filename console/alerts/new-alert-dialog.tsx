import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import {
  type AlertDraft,
  alertDraftOfType,
  bodyOfAlertDraft,
  firstAlertDraft,
  mayRaiseAlert,
  recordOfAlertDraft,
} from '#console/alerts/new-alert.ts';
import { useApi, usePerson } from '#console/app/context.ts';
import { meQuery } from '#console/app/me.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { EmptyState, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { useKept } from '#console/ui/use-kept.ts';

const shownPointers = ['/type', '/contactId', '/priority', '/description', '/course', '/course/code'];

/** Raises an alert. What is raised again while it is open counts as a repeat of it. */
export const NewAlertDialog = ({ onClose, contactId }: { onClose: () => void; contactId?: string }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery(api, usePerson().id));
  const types = [...useConfigured('alert-types').values()].filter((type) => me && mayRaiseAlert(type, me));
  const priorities = prioritiesInOrder(useConfigured('priorities'));
  const [typed, setTyped] = useKept<AlertDraft>(`new alert ${contactId ?? ''}`);
  const draft = typed ?? firstAlertDraft(types, contactId);
  const change = (changed: Partial<AlertDraft>) => setTyped({ ...draft, ...changed });
  const type = types.find(({ key }) => key === draft.type);
  const leave = () => {
    setTyped(undefined);
    onClose();
  };
  const raise = useMutation({
    mutationFn: () => api.createAlert({ body: bodyOfAlertDraft(draft, type) }),
    onSuccess: ({ data, status }) => {
      sayDone(text(status === 201 ? 'alerts.wasRaised' : 'alerts.wasRepeated'));
      void queries.invalidateQueries({ queryKey: ['alerts'] });
      leave();
      void navigate({ href: `/alerts/${data.id}?view=all` });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!raise.isPending) raise.mutate();
  };
  const fault = (pointer: string) => faultAt(raise.error, pointer);
  const fieldPointers = type?.fields.map(({ key }) => `/fields/${key}`) ?? [];
  if (types.length === 0)
    return (
      <Dialog title={text('alerts.new')} isOpen onClose={onClose}>
        <EmptyState title={text('alerts.noTypes')} />
      </Dialog>
    );
  return (
    <Dialog title={text('alerts.new')} isOpen onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormFailure error={raise.error} shown={[...shownPointers, ...fieldPointers]} />
          <Select
            label={text('work.column.type')}
            choices={types.map(({ key, name, description = '' }) => ({ id: key, name, detail: description }))}
            value={draft.type}
            onChange={(key) => {
              const chosen = types.find((one) => one.key === key);
              if (chosen) setTyped(alertDraftOfType(draft, chosen));
            }}
            error={fault('/type')}
          />
          <ContactField
            label={text('work.column.contact')}
            value={draft.contactId}
            onChange={(id) => change({ contactId: id })}
            error={fault('/contactId')}
          />
          <Select
            label={text('work.column.priority')}
            choices={priorities.map(({ key, name }) => ({ id: key, name }))}
            value={draft.priority}
            onChange={(priority) => change({ priority })}
            error={fault('/priority')}
          />
          <TextField
            label={text('work.description')}
            isRequired={false}
            rows={4}
            value={draft.description}
            onChange={(description) => change({ description })}
            error={fault('/description')}
          />
          {type?.courseRelated && (
            <TextField
              label={text('contacts.course')}
              value={draft.course}
              onChange={(course) => change({ course })}
              error={fault('/course/code') ?? fault('/course')}
            />
          )}
          {type && (
            <RecordFields
              kind="alert"
              definitions={type.fields}
              record={recordOfAlertDraft(draft)}
              values={draft.fields}
              onChange={(fields) => change({ fields })}
              error={raise.error}
            />
          )}
          <Actions>
            <Button onPress={leave}>{text('action.cancel')}</Button>
            <Button look="primary" type="submit" isPending={raise.isPending}>
              {text('alerts.raise')}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
