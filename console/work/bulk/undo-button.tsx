import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import type { JobAnswer } from '#console/records/job.ts';
import { Button } from '#console/ui/button.tsx';
import { sayDone, sayFailed } from '#console/ui/toast.ts';

/** Takes back what a job did, as far as nobody has changed it since. */
export const UndoButton = ({ job, onDone }: { job: JobAnswer; onDone: () => void }) => {
  const api = useApi();
  const text = useText();
  const [isPending, setPending] = useState(false);
  const undo = async () => {
    setPending(true);
    try {
      await api.undoJob({ path: { id: job.id } });
      sayDone(text('work.bulk.undoing'));
      onDone();
    } catch (error) {
      sayFailed(error);
      setPending(false);
    }
  };
  return (
    <Button onPress={undo} isPending={isPending}>
      <Undo2 aria-hidden />
      {text('work.bulk.undo')}
    </Button>
  );
};
