import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { EmptyState, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { useKept } from '#console/ui/use-kept.ts';
import { CaseForm, useRaisableTypes } from '#console/work/case-form.tsx';
import { bodyOfDraft, type CaseDraft, firstDraft, pointersOfForm } from '#console/work/new-case.ts';

interface NewCaseDialogProps {
  onClose: () => void;
  /** Whom the case is about, where that is known already. */
  contactId?: string;
}

/** The form of a new case; once it is raised, its page. */
export const NewCaseDialog = ({ onClose, contactId }: NewCaseDialogProps) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const types = useRaisableTypes();
  const [typed, setTyped] = useKept<CaseDraft>(`new case ${contactId ?? ''}`);
  const draft = typed ?? firstDraft(types, { contactId });
  const type = types.find(({ key }) => key === draft.type);
  const leave = () => {
    setTyped(undefined);
    onClose();
  };
  const raise = useMutation({
    mutationFn: async () => (await api.createCase({ body: bodyOfDraft(draft, type) })).data,
    onSuccess: ({ id, reference }) => {
      sayDone(text('work.raised', { reference }));
      void queries.invalidateQueries({ queryKey: ['cases'] });
      leave();
      void navigate({ href: `/cases/${id}` });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!raise.isPending) raise.mutate();
  };
  return (
    <Dialog title={text('work.newCase')} isOpen onClose={onClose}>
      {types.length === 0 ? (
        <EmptyState title={text('work.noTypes')}>
          <p>{text('work.noTypesText')}</p>
        </EmptyState>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <FormFailure error={raise.error} shown={pointersOfForm(type)} />
            <CaseForm draft={draft} onChange={setTyped} types={types} error={raise.error} />
            <Actions>
              <Button onPress={leave}>{text('action.cancel')}</Button>
              <Button look="primary" type="submit" isPending={raise.isPending}>
                {text('work.raise')}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Dialog>
  );
};
