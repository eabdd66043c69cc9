import { useIntl } from 'react-intl';
import type { MessageKey } from '#console/i18n/message-key.ts';

type Values = Record<string, string | number | boolean | Date | null | undefined>;

/** Text in the language of the page, with values for the places of the message. */
export type Text = (key: MessageKey, values?: Values) => string;

export const useText = (): Text => {
  const { formatMessage } = useIntl();
  return (id, values) => formatMessage({ id }, values);
};

/** Words of the API such as `to-do`, where there is a message for them; else the word itself. */
export const useWord = (): ((room: string, word: string) => string) => {
  const { messages } = useIntl();
  return (room, word) => {
    const message = messages[`${room}.${word}`];
    return typeof message === 'string' ? message : word;
  };
};
