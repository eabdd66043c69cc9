import { useIntl } from 'react-intl';
import { useServerNow } from '#console/app/use-server-now.ts';
import { type When, whenAt } from '#console/i18n/instants.ts';

/** Instants in words, by the server's clock. */
export const useWhen = (): When => whenAt(useServerNow(), useIntl().locale);
