import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApi, usePerson } from '#console/app/context.ts';
import { useIsAdmin } from '#console/app/me.ts';
import { useText } from '#console/i18n/use-text.ts';
import type { ViewAnswer } from '#console/records/views.ts';
import { Button } from '#console/ui/button.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';

/** Deletes the view that is looked at, where it is one's own. */
export const DeleteView = ({ view }: { view: ViewAnswer }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { id } = usePerson();
  const isAdmin = useIsAdmin();
  const [isAsked, setAsked] = useState(false);
  if (!(isAdmin || view.createdBy?.id === id)) return null;
  const remove = async () => {
    await api.deleteView({ path: { key: view.key } });
    await navigate({ to: '/work', search: {} });
    await queries.invalidateQueries({ queryKey: ['views'] });
  };
  return (
    <>
      <Button look="quiet" onPress={() => setAsked(true)}>
        <Trash2 aria-hidden />
        {text('work.deleteView')}
      </Button>
      {isAsked && (
        <FormDialog
          title={text('work.deleteView')}
          submit={text('action.delete')}
          isDangerous
          onSubmit={remove}
          onClose={() => setAsked(false)}
        >
          {() => <p>{text('work.deleteViewText', { name: view.name })}</p>}
        </FormDialog>
      )}
    </>
  );
};
