/** Words of the API such as `to-do`, where there is a message for them; else the word itself. */
export const wordIn =
  (messages: Partial<Record<string, unknown>>) =>
  (room: string, word: string): string => {
    const message = messages[`${room}.${word}`];
    return typeof message === 'string' ? message : word;
  };
