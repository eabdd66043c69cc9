import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { serverNow } from '#console/app/server-clock.ts';
import { useText } from '#console/i18n/use-text.ts';
import { localStack } from '#console/local/stack-api.ts';
import { Button } from '#console/ui/button.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { Actions } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { sayDone } from '#console/ui/toast.ts';

/** To an instant: whatever falls due on the way happens, in order and each once. */
export const TravelPanel = () => {
  const text = useText();
  const queries = useQueryClient();
  const [to, setTo] = useState<string | undefined>(() => new Date(serverNow()).toISOString());
  const travel = useMutation({
    mutationFn: () => localStack.travelTo(to ?? ''),
    onSuccess: () => {
      sayDone(text('state.saved'));
      return queries.invalidateQueries();
    },
  });
  return (
    <>
      <p>{text('local.travelText')}</p>
      <FormFailure error={travel.error} />
      <InstantField label={text('local.instant')} value={to} onChange={setTo} />
      <Actions>
        <Button
          look="primary"
          onPress={() => travel.mutate()}
          isPending={travel.isPending}
          isDisabled={to === undefined}
        >
          {text('local.travel')}
        </Button>
      </Actions>
    </>
  );
};
