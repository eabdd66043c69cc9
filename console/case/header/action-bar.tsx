import { Ellipsis } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { useApi, usePerson } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { EditDialog } from '#console/case/edit/edit-dialog.tsx';
import { actsInFront, actsOn, type CaseAct } from '#console/case/header/actions.ts';
import {
  ConvertDialog,
  HoldDialog,
  LinkDialog,
  MergeDialog,
  TrashDialog,
} from '#console/case/header/other-dialogs.tsx';
import {
  type ActDialogProps,
  AssignDialog,
  CloseDialog,
  DeEscalateDialog,
  EscalateDialog,
  ReopenDialog,
  StatusDialog,
} from '#console/case/header/simple-dialogs.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { downloadFile } from '#console/ui/download.ts';
import { Menu } from '#console/ui/menu.tsx';
import { sayFailed } from '#console/ui/toast.ts';
import { useNarrow } from '#console/ui/use-screen.ts';

const dialogs: Partial<Record<CaseAct, ComponentType<ActDialogProps>>> = {
  assign: AssignDialog,
  status: StatusDialog,
  escalate: EscalateDialog,
  'de-escalate': DeEscalateDialog,
  close: CloseDialog,
  reopen: ReopenDialog,
  convert: ConvertDialog,
  merge: MergeDialog,
  link: LinkDialog,
  hold: HoldDialog,
  trash: TrashDialog,
  edit: EditDialog,
};

/** What is done at once, without asking for anything. */
const useImmediate = (onPrint: () => void): Partial<Record<CaseAct, () => Promise<unknown>>> => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const path = { id };
  return {
    claim: () => act(() => api.claimCase({ path }), text('case.done.claim')),
    release: () => act(() => api.releaseCase({ path }), text('case.done.release')),
    unmerge: () => act(() => api.unmergeCase({ path }), text('case.done.unmerge')),
    restore: () => act(() => api.restoreCase({ path }), text('case.done.restore')),
    'lift-hold': () => act(() => api.liftCaseHold({ path }), text('case.done.lift-hold')),
    export: async () => {
      const { data, status } = await api.exportCase({ path });
      if (status === 200) downloadFile(new File([data], `${record.reference}.zip`, { type: data.type }));
    },
    print: async () => onPrint(),
  };
};

/** What the reader may do with the case: the likeliest in front, the others in a menu. */
export const ActionBar = ({ onPrint }: { onPrint: () => void }) => {
  const text = useText();
  const person = usePerson();
  const isNarrow = useNarrow();
  const immediate = useImmediate(onPrint);
  const { summary } = useCase();
  const [open, setOpen] = useState<CaseAct>();
  const [pending, setPending] = useState<CaseAct>();
  const { front, more } = actsOn(summary, { me: person.id, most: actsInFront[isNarrow ? 'narrow' : 'wide'] });
  const begin = (act: CaseAct) => {
    const doIt = immediate[act];
    if (!doIt) return setOpen(act);
    setPending(act);
    doIt()
      .catch(sayFailed)
      .finally(() => setPending(undefined));
  };
  const has = (act: CaseAct) => (front.includes(act) || more.includes(act) ? () => begin(act) : undefined);
  useShortcuts({ c: has('claim'), e: has('edit') });
  const OpenDialog = open && dialogs[open];
  return (
    <>
      {front.map((act, place) => (
        <Button
          key={act}
          look={place === 0 ? 'primary' : 'plain'}
          isPending={pending === act}
          onPress={() => begin(act)}
        >
          {text(`case.act.${act}`)}
        </Button>
      ))}
      {more.length > 0 && (
        <Menu
          label={text('action.more')}
          trigger={
            <Button look="quiet">
              <Ellipsis aria-hidden />
              {text('action.more')}
            </Button>
          }
          entries={more.map((act) => ({ id: act, name: text(`case.act.${act}`), onPress: () => begin(act) }))}
        />
      )}
      {OpenDialog && <OpenDialog onClose={() => setOpen(undefined)} />}
    </>
  );
};
