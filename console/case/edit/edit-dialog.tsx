import { type FormEvent, useState } from 'react';
import { Problem } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { Conflict } from '#console/case/edit/conflict.tsx';
import {
  changesOf,
  differencesOf,
  differingPaths,
  type Members,
  membersOf,
  mergedVersion,
  type Side,
} from '#console/case/edit/edit.ts';
import { EditFields } from '#console/case/edit/edit-fields.tsx';
import { shownPaths } from '#console/case/edit/shown-paths.ts';
import type { ActDialogProps } from '#console/case/header/simple-dialogs.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { useFieldName } from '#console/records/field-name.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Banner, Stack } from '#console/ui/surface.tsx';
import { useKept } from '#console/ui/use-kept.ts';

/** An edit under way: what was there when it began, and what has been typed since. */
interface Edit {
  version: number;
  base: Members;
  mine: Members;
}
interface Theirs {
  version: number;
  members: Members;
}

const isStale = (error: unknown): boolean => error instanceof Problem && error.code === 'stale';
const pointerOf = (path: string): string => `/${path.replaceAll('.', '/')}`;

/** Says which fields others have changed since the form was opened; nothing of it is taken over. */
const MeanwhileChanged = ({ base }: { base: Members }) => {
  const text = useText();
  const fieldName = useFieldName();
  const { record } = useCase();
  const changed = differingPaths(base, membersOf(record));
  if (changed.length === 0) return null;
  const fields = changed.map((path) => fieldName(path, record.type)).join(', ');
  return <Banner>{text('case.edit.meanwhile', { fields })}</Banner>;
};

export const EditDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record, type } = useCase();
  const [kept, keep] = useKept<Edit>(`edit ${id}`);
  const [wasKept] = useState(kept !== undefined);
  const [fresh] = useState<Edit>(() => {
    const members = membersOf(record);
    return { version: record.version, base: members, mine: members };
  });
  const edit = kept ?? fresh;
  const [theirs, setTheirs] = useState<Theirs>();
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);

  const leave = () => {
    keep(undefined);
    onClose();
  };

  /** Saves it, or shows what somebody else has made of the same fields. */
  const save = async ({ version, base, mine }: Edit): Promise<void> => {
    const body = changesOf({ before: base, after: mine }, shownPaths(type, mine));
    if (Object.keys(body).length === 0) return leave();
    try {
      await act(() => api.editCase({ path: { id }, body, ifMatch: `"${version}"` }), text('state.saved'));
      return leave();
    } catch (problem) {
      if (!isStale(problem)) throw problem;
    }
    const { data: now } = await api.getCase({ path: { id } });
    const members = membersOf(now);
    // A note, say, moves the version too: nobody has touched what is edited here.
    if (differingPaths(base, members).length === 0) return save({ version: now.version, base, mine });
    keep({ version, base, mine });
    setTheirs({ version: now.version, members });
  };
  const begin = (next: Edit) => {
    setPending(true);
    setError(undefined);
    save(next)
      .catch(setError)
      .finally(() => setPending(false));
  };
  const settle = (choose: (path: string) => Side) => {
    if (!theirs) return;
    const versions = { base: edit.base, mine: edit.mine, theirs: theirs.members };
    const next = { version: theirs.version, base: theirs.members, mine: mergedVersion(versions, choose) };
    keep(next);
    setTheirs(undefined);
    begin(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isPending) return;
    if (theirs) settle((path) => choices[path] ?? 'mine');
    else begin(edit);
  };
  const differences = theirs && differencesOf({ base: edit.base, mine: edit.mine, theirs: theirs.members });
  return (
    <Dialog title={text('case.edit.title', { reference: record.reference })} isOpen onClose={onClose} isWide>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormFailure error={error} shown={Object.keys(edit.mine).map(pointerOf)} />
          {differences ? (
            <Conflict
              differences={differences}
              caseType={record.type}
              choices={choices}
              onChoose={(path, side) => setChoices({ ...choices, [path]: side })}
            />
          ) : (
            <>
              {wasKept && kept && <Banner>{text('case.edit.kept')}</Banner>}
              <MeanwhileChanged base={edit.base} />
              <EditFields members={edit.mine} onChange={(mine) => keep({ ...edit, mine })} error={error} />
            </>
          )}
          <Actions>
            <Button onPress={leave}>{text('action.cancel')}</Button>
            {differences && (
              <>
                <Button onPress={() => settle(() => 'theirs')} isPending={isPending}>
                  {text('error.takeTheirs')}
                </Button>
                <Button look="primary" onPress={() => settle(() => 'mine')} isPending={isPending}>
                  {text('error.keepMine')}
                </Button>
              </>
            )}
            {(!differences || differences.filter(({ isBoth }) => isBoth).length > 1) && (
              <Button type="submit" look={differences ? 'plain' : 'primary'} isPending={isPending}>
                {text('action.save')}
              </Button>
            )}
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
