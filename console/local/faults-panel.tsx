import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { type Faults, localStack } from '#console/local/stack-api.ts';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { Actions } from '#console/ui/dialog.tsx';
import { Failure, FormFailure } from '#console/ui/failure.tsx';
import { NumberField } from '#console/ui/fields.tsx';
import { Skeleton } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

const queryKey = ['local', 'faults'];

/** Lets things go wrong, to see that nothing is lost and nothing is done twice. */
export const FaultsPanel = () => {
  const text = useText();
  const queries = useQueryClient();
  const [typed, setFaults] = useState<Faults>();
  const now = useQuery({ queryKey, queryFn: localStack.faults });
  const set = useMutation({
    mutationFn: (settings: Faults) => localStack.setFaults(settings),
    onSuccess: (settings) => {
      queries.setQueryData(queryKey, settings);
      setFaults(undefined);
      sayDone(text('state.saved'));
    },
  });
  if (now.isPending) return <Skeleton />;
  if (now.isError) return <Failure error={now.error} />;
  // What functions and services are made to do by hand stays with it.
  const faults = typed ?? now.data;
  return (
    <>
      <p>{text('local.faultsText')}</p>
      <FormFailure error={set.error} />
      <NumberField
        label={text('local.duplicate')}
        value={faults.duplicate ?? 0}
        minValue={0}
        maxValue={1}
        formatOptions={{ style: 'percent' }}
        onChange={(duplicate) => setFaults({ ...faults, duplicate })}
      />
      <Checkbox isSelected={faults.reorder ?? false} onChange={(reorder) => setFaults({ ...faults, reorder })}>
        {text('local.reorder')}
      </Checkbox>
      <NumberField
        label={text('local.delay')}
        value={faults.delayMs ?? 0}
        minValue={0}
        onChange={(delayMs) => setFaults({ ...faults, delayMs })}
      />
      <Actions>
        <Button onPress={() => set.mutate({})}>{text('local.noFaults')}</Button>
        <Button look="primary" onPress={() => set.mutate(faults)} isPending={set.isPending}>
          {text('action.apply')}
        </Button>
      </Actions>
    </>
  );
};
