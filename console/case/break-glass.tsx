import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { NoteDialog } from '#console/case/work/note-dialog.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Page } from '#console/ui/surface.tsx';

/** A case that the reader may not see, or that is not there. In an emergency they may open it. */
export const UnseenCase = ({ id, error, onRetry }: { id: string; error: unknown; onRetry: () => void }) => {
  const api = useApi();
  const text = useText();
  const queries = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const open = async (reason: string | undefined) => {
    await api.breakGlass({ path: { id }, body: { reason: reason ?? '' } });
    await queries.invalidateQueries({ queryKey: ['case', id] });
  };
  return (
    <Page title={text('case.title')}>
      <Failure error={error} onRetry={onRetry} />
      {error instanceof Problem && error.status === 404 && (
        <p>
          <Button look="quiet" onPress={() => setAsking(true)}>
            {text('case.emergency')}
          </Button>
        </p>
      )}
      {isAsking && (
        <NoteDialog
          title={text('case.emergency')}
          submit={text('case.emergencyOpen')}
          label={text('case.emergencyReason')}
          isRequired
          pointer="/reason"
          onSend={open}
          onClose={() => setAsking(false)}
        />
      )}
    </Page>
  );
};
