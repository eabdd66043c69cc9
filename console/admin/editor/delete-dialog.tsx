import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Edited } from '#console/admin/editor/use-draft.ts';
import { callNamed } from '#console/admin/kinds.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { sayDone } from '#console/ui/toast.ts';

interface DeleteProps {
  edited: Edited;
  name: string;
  onClose: () => void;
}

/** Asks before something is deleted, and says what refers to it where that refuses. */
export const DeleteDialog = ({ edited: { kind, key = '', base }, name, onClose }: DeleteProps) => {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [failure, setFailure] = useState<unknown>();
  const remove = async () => {
    try {
      await callNamed(api, kind.remove, { path: { [kind.keyName]: key }, ifMatch: base.etag });
      sayDone(text('admin.deleted', { name }));
      await navigate({ href: `/admin/${kind.kind}`, ignoreBlocker: true });
      await queries.invalidateQueries({ queryKey: [kind.kind] });
      await queries.invalidateQueries({ queryKey: ['admin', kind.kind] });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Dialog title={text('admin.deleteNamed', { name })} isOpen onClose={onClose} role="alertdialog">
      <p>{text('admin.deleteText')}</p>
      <FormFailure error={failure} />
      <Actions>
        <Button onPress={onClose}>{text('action.cancel')}</Button>
        <Button look="danger" onPress={remove}>
          {text('action.delete')}
        </Button>
      </Actions>
    </Dialog>
  );
};
