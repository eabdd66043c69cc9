import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Problem } from '#client/client.ts';
import { changesOfAlert, membersOfAlert } from '#console/alerts/edit-alert.ts';
import { EditAlertFields } from '#console/alerts/edit-alert-fields.tsx';
import type { AlertDialogProps } from '#console/alerts/settle-dialog.tsx';
import { useApi } from '#console/app/context.ts';
import { Conflict } from '#console/case/edit/conflict.tsx';
import { differencesOf, differingPaths, type Members, mergedVersion, type Side } from '#console/case/edit/edit.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Stack } from '#console/ui/surface.tsx';

/** What somebody typed over a version, and what others have made of it since, if they have. */
interface Edit {
  version: number;
  base: Members;
  mine: Members;
  theirs?: { version: number; members: Members };
}

const isStale = (error: unknown): boolean => error instanceof Problem && error.code === 'stale';

/** Changes an alert; where somebody else was first, both versions are shown side by side. */
export const EditAlertDialog = ({ summary: { record }, onClose, onDone }: AlertDialogProps) => {
  const api = useApi();
  const text = useText();
  const { id } = record;
  const [edit, setEdit] = useState<Edit>(() => {
    const members = membersOfAlert(record);
    return { version: record.version, base: members, mine: members };
  });
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const save = useMutation({
    mutationFn: async (next: Edit) => {
      const body = changesOfAlert(next.base, next.mine);
      if (Object.keys(body).length > 0) await api.editAlert({ path: { id }, body, ifMatch: `"${next.version}"` });
    },
    onSuccess: onDone,
    onError: async (error, tried) => {
      if (!isStale(error)) return;
      const { data: now } = await api.getAlert({ path: { id } });
      const newest = { version: now.version, members: membersOfAlert(now) };
      // A note, say, moves the version too: nobody has touched what is edited here.
      if (differingPaths(tried.base, newest.members).length === 0) save.mutate({ ...tried, version: now.version });
      else setEdit((before) => ({ ...before, theirs: newest }));
    },
  });
  const { base, mine, theirs } = edit;
  const settle = (choose: (path: string) => Side) => {
    if (!theirs) return;
    const merged = mergedVersion({ base, mine, theirs: theirs.members }, choose);
    const next = { version: theirs.version, base: theirs.members, mine: merged };
    setEdit(next);
    save.mutate(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (save.isPending) return;
    if (theirs) settle((path) => choices[path] ?? 'mine');
    else save.mutate(edit);
  };
  const shown = Object.keys(mine).map((path) => `/${path.replaceAll('.', '/')}`);
  return (
    <Dialog title={text('alerts.edit')} isOpen onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {!isStale(save.error) && <FormFailure error={save.error} shown={shown} />}
          {theirs ? (
            <Conflict
              differences={differencesOf({ base, mine, theirs: theirs.members })}
              caseType=""
              choices={choices}
              onChoose={(path, side) => setChoices({ ...choices, [path]: side })}
            />
          ) : (
            <EditAlertFields
              record={record}
              members={mine}
              onChange={(members) => setEdit({ ...edit, mine: members })}
              error={save.error}
            />
          )}
          <Actions>
            <Button onPress={onClose}>{text('action.cancel')}</Button>
            {theirs ? (
              <>
                <Button onPress={() => settle(() => 'theirs')}>{text('error.takeTheirs')}</Button>
                <Button look="primary" onPress={() => settle(() => 'mine')} isPending={save.isPending}>
                  {text('error.keepMine')}
                </Button>
              </>
            ) : (
              <Button look="primary" type="submit" isPending={save.isPending}>
                {text('action.save')}
              </Button>
            )}
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
