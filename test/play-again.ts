import { afterAll } from 'vitest';

const setAll = (environment: NodeJS.ProcessEnv): void => {
  for (const [name, value] of Object.entries(environment))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
};

/** Plays files of `test/stories` once more, in this file and with this environment. */
export const playAgain = async (
  stories: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<void> => {
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  setAll(environment);
  afterAll(() => setAll(before));
  // A name of their own lets files that this process has played before be played again.
  const as = encodeURIComponent(Object.values(environment).join(' '));
  for (const story of stories) await import(`${import.meta.dirname}/stories/${story}.test.ts?played=${as}`);
};
