import { useIntl } from 'react-intl';
import type { MessageKey } from '#console/i18n/message-key.ts';
import { wordIn } from '#console/i18n/word.ts';

type Values = Record<string, string | number | boolean | Date | null | undefined>;

/** Text in the language of the page, with values for the places of the message. */
export type Text = (key: MessageKey, values?: Values) => string;

export const useText = (): Text => {
  const { formatMessage } = useIntl();
  return (id, values) => formatMessage({ id }, values);
};

/** Words of the API, as `wordIn` has them. */
export const useWord = (): ((room: string, word: string) => string) => wordIn(useIntl().messages);
