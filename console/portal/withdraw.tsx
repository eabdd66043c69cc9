import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import type { MyCase } from '#console/portal/my-case.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { sayDone } from '#console/ui/toast.ts';

/** A requester wants no more of it: the case is closed as cancelled, which they are asked about. */
export const Withdraw = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const withdraw = useMutation({
    mutationFn: () => mine.withdraw(note.trim() === '' ? undefined : note.trim()),
    onSuccess: async () => {
      setOpen(false);
      sayDone(text('portal.withdrawn'));
      await queries.invalidateQueries({ queryKey: mine.key });
    },
  });
  return (
    <>
      <Button onPress={() => setOpen(true)}>{text('portal.withdraw')}</Button>
      <Dialog title={text('portal.withdrawTitle')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>{text('portal.withdrawText')}</p>
        <FormFailure error={withdraw.error} />
        <TextField label={text('portal.withdrawNote')} rows={3} value={note} onChange={setNote} isRequired={false} />
        <Actions>
          <Button onPress={() => setOpen(false)}>{text('action.cancel')}</Button>
          <Button look="danger" onPress={() => withdraw.mutate()} isPending={withdraw.isPending}>
            {text('portal.withdraw')}
          </Button>
        </Actions>
      </Dialog>
    </>
  );
};
