import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { AlertDialogProps } from '#console/alerts/settle-dialog.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { everyItem } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { RadioGroup } from '#console/ui/fields.tsx';
import { Skeleton, Stack } from '#console/ui/surface.tsx';
import { useKept } from '#console/ui/use-kept.ts';
import { CaseForm } from '#console/work/case-form.tsx';
import { bodyOfDraft, type CaseDraft, firstDraft, pointersOfForm } from '#console/work/new-case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';

const newCase = 'new';
const aPage = 200;

/** Which case an alert leads to: one that its contact has already, or a new one. */
export const EscalateDialog = ({ summary: { record }, onClose, onDone }: AlertDialogProps) => {
  const api = useApi();
  const text = useText();
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useKept<CaseDraft>(`case of alert ${record.id}`);
  // Reviewers of an alert may escalate it to a case of any type: that is what reviewing is for.
  const types = [...useConfigured('case-types').values()].filter(({ enabled }) => enabled);
  const alertType = useConfigured('alert-types').get(record.type);
  const { contactId } = record;
  const { data: cases, isLoading } = useQuery({
    queryKey: ['contact', contactId, 'open-cases'],
    queryFn: async () =>
      (await everyItem(api.each('contactCases', { path: { id: contactId ?? '' }, query: { limit: aPage } }))).filter(
        ({ status, contactId: owner }) => !isClosedCategory(status.category) && owner === contactId,
      ),
    enabled: contactId !== undefined,
  });
  const target = chosen ?? cases?.[0]?.id ?? newCase;
  const draft =
    typed ?? firstDraft(types, { subject: alertType?.name ?? '', description: record.description ?? '', contactId });
  const type = types.find(({ key }) => key === draft.type);
  const leave = () => {
    setTyped(undefined);
    onClose();
  };
  const escalate = useMutation({
    mutationFn: () => {
      // The case is about whom the alert is about.
      const body = { ...bodyOfDraft(draft, type), contactId: undefined };
      return api.escalateAlert({
        path: { id: record.id },
        body: target === newCase ? { case: body } : { caseId: target },
      });
    },
    onSuccess: () => {
      setTyped(undefined);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!escalate.isPending) escalate.mutate();
  };
  return (
    <Dialog title={text('alerts.act.escalate')} isOpen onClose={onClose}>
      {isLoading ? (
        <Skeleton lines={3} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <FormFailure error={escalate.error} shown={pointersOfForm(type, '/case')} />
            <RadioGroup
              label={text('alerts.toCase')}
              choices={[
                ...(cases ?? []).map(({ id, reference, subject }) => ({ id, name: subject, detail: reference })),
                { id: newCase, name: text('alerts.toNewCase') },
              ]}
              value={target}
              onChange={setChosen}
            />
            {target === newCase && (
              <CaseForm
                draft={draft}
                onChange={setTyped}
                types={types}
                error={escalate.error}
                pointer="/case"
                isContactKnown
              />
            )}
            <Actions>
              <Button onPress={leave}>{text('action.cancel')}</Button>
              <Button look="primary" type="submit" isPending={escalate.isPending}>
                {text('alerts.act.escalate')}
              </Button>
            </Actions>
          </Stack>
        </form>
      )}
    </Dialog>
  );
};
