import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useServerNow } from '#console/app/use-server-now.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useTravel } from '#console/local/use-travel.ts';
import { Button } from '#console/ui/button.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { Actions } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';

/** To an instant: whatever falls due on the way happens, in order and each once. */
export const TravelPanel = ({ onDone }: { onDone: () => void }) => {
  const text = useText();
  const go = useTravel();
  const now = useServerNow(1000);
  const [to, setTo] = useState<string | undefined>(() => new Date(now).toISOString());
  const travel = useMutation({ mutationFn: () => go({ to: to ?? '' }), onSuccess: onDone });
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
          isDisabled={to === undefined || Date.parse(to) <= now}
        >
          {text('local.travel')}
        </Button>
      </Actions>
    </>
  );
};
