import type { BrowserContext, Page } from 'playwright-core';

/** Has the pages find somebody signed in, as the console keeps it in a tab. */
export const signIn = async (pages: Page | BrowserContext, idToken: string): Promise<void> => {
  const { exp } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'));
  const tokens = JSON.stringify({ idToken, expiresAt: exp * 1000 });
  await pages.addInitScript(`sessionStorage.setItem('caseward.tokens', ${JSON.stringify(tokens)})`);
};
