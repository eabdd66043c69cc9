import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { OperationInput } from '#client/client.ts';
import { hrefOfAlerts } from '#console/alerts/alert-search.ts';
import { useApi, usePerson } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import type { ViewSubject } from '#console/records/views.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { CheckboxGroup } from '#console/ui/checkbox-group.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Banner, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { hrefOfView } from '#console/work/work-search.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';

interface SaveViewDialogProps {
  of: ViewSubject;
  condition: Condition;
  sort?: OperationInput<'createView'>['body']['sort'];
  columns?: readonly string[] | undefined;
  /** Words that were searched: a view is of filters, and does not keep them. */
  words?: string | undefined;
  onClose: () => void;
}

/** Keeps a list under a name, for oneself or for teams. */
export const SaveViewDialog = ({ of, condition, sort, columns, words, onClose }: SaveViewDialogProps) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const groups = useConfigured('groups');
  const { groups: mine } = usePerson();
  const [name, setName] = useState('');
  const [shared, setShared] = useState<string[]>([]);
  const [isPinned, setPinned] = useState(true);
  const save = useMutation({
    mutationFn: async () =>
      (
        await api.createView({
          body: {
            name,
            for: of,
            condition,
            shared,
            pinned: isPinned,
            ...(sort && { sort }),
            ...(columns && { columns: [...columns] }),
          },
        })
      ).data,
    onSuccess: async ({ key }) => {
      await queries.invalidateQueries({ queryKey: ['views'] });
      void queries.invalidateQueries({ queryKey: [of, 'counts'] });
      sayDone(text('state.saved'));
      onClose();
      void navigate({ href: of === 'cases' ? hrefOfView(key) : hrefOfAlerts({ view: key }) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!save.isPending) save.mutate();
  };
  return (
    <Dialog title={text('search.saveView')} isOpen onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {words !== undefined && <Banner tone="warn">{text('search.viewWithoutWords', { words })}</Banner>}
          <FormFailure error={save.error} shown={['/name', '/pinned']} />
          <TextField
            label={text('search.viewName')}
            value={name}
            onChange={setName}
            error={faultAt(save.error, '/name')}
          />
          <CheckboxGroup
            label={text('search.viewShared')}
            choices={[...groups.values()]
              .filter(({ key, staff }) => staff && mine.includes(key))
              .map(({ key, name: groupName }) => ({ id: key, name: groupName }))}
            value={shared}
            onChange={setShared}
          />
          <Checkbox isSelected={isPinned} onChange={setPinned}>
            {text('search.viewPinned')}
          </Checkbox>
          {faultAt(save.error, '/pinned') !== undefined && <p role="alert">{faultAt(save.error, '/pinned')}</p>}
          <Actions>
            <Button onPress={onClose}>{text('action.cancel')}</Button>
            <Button look="primary" type="submit" isDisabled={name.trim() === ''} isPending={save.isPending}>
              {text('action.save')}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
