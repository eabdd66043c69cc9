// Whether somebody is signed in stands in the tab, where the first script looks before all others.

export const tokensKey = 'caseward.tokens';

export const isSignedIn = (): boolean => sessionStorage.getItem(tokensKey) !== null;
