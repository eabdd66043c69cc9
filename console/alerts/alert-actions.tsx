import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowUpFromDot, Check, Pencil, Play, RotateCcw, Unlink, UserRoundPlus, X } from 'lucide-react';
import { useState } from 'react';
import type { CasewardClient } from '#client/client.ts';
import type { AlertSummary } from '#console/alerts/alert-queries.ts';
import { afterLeaving } from '#console/alerts/alert-search.ts';
import { AssignDialog } from '#console/alerts/assign-dialog.tsx';
import { EditAlertDialog } from '#console/alerts/edit-alert-dialog.tsx';
import { EscalateDialog } from '#console/alerts/escalate-dialog.tsx';
import { SettleDialog } from '#console/alerts/settle-dialog.tsx';
import { useTriage } from '#console/alerts/triage.ts';
import { useApi } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Row } from '#console/ui/surface.tsx';
import { sayDone, sayFailed } from '#console/ui/toast.ts';

const atOnce = {
  start: (api: CasewardClient, path: { id: string }) => api.startAlert({ path }),
  reopen: (api: CasewardClient, path: { id: string }) => api.reopenAlert({ path }),
  unlink: (api: CasewardClient, path: { id: string }) => api.unlinkAlert({ path }),
};
type AtOnce = keyof typeof atOnce;
type AskedFirst = 'resolve' | 'dismiss' | 'cancel' | 'escalate' | 'assign';
type ActionKey = AtOnce | AskedFirst;

const actions = [
  { key: 'start', letter: 's', icon: Play },
  { key: 'resolve', letter: 'r', icon: Check },
  { key: 'dismiss', letter: 'd', icon: X },
  { key: 'escalate', letter: 'e', icon: ArrowUpFromDot },
  { key: 'assign', letter: 'a', icon: UserRoundPlus },
  { key: 'reopen', letter: 'o', icon: RotateCcw },
  { key: 'unlink', letter: undefined, icon: Unlink },
  { key: 'cancel', letter: undefined, icon: X },
] as const satisfies { key: ActionKey; letter: string | undefined; icon: typeof Check }[];

const isAtOnce = (key: ActionKey): key is AtOnce => Object.hasOwn(atOnce, key);

/** What can be done about an alert, by buttons and by single keys. */
export const AlertActions = ({ summary: { record, allowed, rights } }: { summary: AlertSummary }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const { ids, open } = useTriage();
  const [asked, setAsked] = useState<AskedFirst | 'edit'>();
  const { id } = record;
  const outdate = () => {
    void queries.invalidateQueries({ queryKey: ['alert', id] });
    void queries.invalidateQueries({ queryKey: ['alerts'] });
  };
  const act = useMutation({
    mutationFn: (key: AtOnce): Promise<unknown> => atOnce[key](api, { id }),
    onSuccess: (_answer, key) => {
      sayDone(text(`alerts.done.${key}`));
      outdate();
    },
    onError: sayFailed,
  });
  const settled = (key: AskedFirst) => {
    sayDone(text(`alerts.done.${key}`));
    outdate();
    setAsked(undefined);
    // What is settled is out of the way: the next one is looked at.
    if (key !== 'assign') open(afterLeaving(ids, id));
  };
  const take = (key: ActionKey) => () => (isAtOnce(key) ? act.mutate(key) : setAsked(key));
  const possible = actions.filter(({ key }) => allowed.includes(key));
  useShortcuts(Object.fromEntries(possible.flatMap(({ key, letter }) => (letter ? [[letter, take(key)]] : []))));
  const dialog = { summary: { record }, onClose: () => setAsked(undefined) };
  return (
    <Row>
      {possible.map(({ key, letter, icon: Icon }, index) => (
        <Button
          key={key}
          look={index === 0 ? 'primary' : 'plain'}
          onPress={take(key)}
          isPending={act.isPending && act.variables === key}
          {...(letter && { 'aria-keyshortcuts': letter })}
        >
          <Icon aria-hidden />
          {text(`alerts.act.${key}`)}
        </Button>
      ))}
      {(asked === 'resolve' || asked === 'dismiss' || asked === 'cancel') && (
        <SettleDialog {...dialog} how={asked} onDone={() => settled(asked)} />
      )}
      {rights.includes('work') && (
        <Button onPress={() => setAsked('edit')}>
          <Pencil aria-hidden />
          {text('action.edit')}
        </Button>
      )}
      {asked === 'edit' && (
        <EditAlertDialog
          {...dialog}
          onDone={() => {
            sayDone(text('state.saved'));
            outdate();
            setAsked(undefined);
          }}
        />
      )}
      {asked === 'escalate' && <EscalateDialog {...dialog} onDone={() => settled('escalate')} />}
      {asked === 'assign' && <AssignDialog {...dialog} onDone={() => settled('assign')} />}
    </Row>
  );
};
