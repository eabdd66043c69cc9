// What is typed and not sent, as it is kept in the tab.

const begin = 'caseward.kept ';

export const readKept = <T>(name: string): T | undefined => {
  const text = sessionStorage.getItem(begin + name);
  return text === null ? undefined : JSON.parse(text);
};

export const writeKept = (name: string, value: unknown): void =>
  sessionStorage.setItem(begin + name, JSON.stringify(value));

/** Throws away what was typed, when it was sent or is not wanted. */
export const forgetKept = (name: string): void => sessionStorage.removeItem(begin + name);

/** Nothing of it is there for the next person at this tab. */
export const forgetAllKept = (): void => {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(begin)) sessionStorage.removeItem(key);
};
