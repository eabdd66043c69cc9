import { useQueryClient } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { useText } from '#console/i18n/use-text.ts';
import { type Journey, localStack } from '#console/local/stack-api.ts';
import { sayDone } from '#console/ui/toast.ts';

/** Travels in time, says which instant it is now, and asks anew for all that the page shows. */
export const useTravel = () => {
  const text = useText();
  const { formatDate } = useIntl();
  const queries = useQueryClient();
  return async (journey: Journey): Promise<void> => {
    const { now } = await localStack.travel(journey);
    sayDone(text('local.arrived', { when: formatDate(now, { dateStyle: 'full', timeStyle: 'short' }) }));
    await queries.invalidateQueries();
  };
};
