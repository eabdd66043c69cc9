// Whether somebody is signed in stands in the tab, where the first script looks before all others.

export const tokensKey = 'caseward.tokens';

export const isSignedIn = (): boolean => sessionStorage.getItem(tokensKey) !== null;

const homeKey = 'caseward.home';
type Home = '/work' | '/portal';

/** Where the person signed in here begins, if the application has found out already. */
export const knownHome = (): Home | undefined => (sessionStorage.getItem(homeKey) ?? undefined) as Home | undefined;

/** Notes and gives where somebody begins: work for staff, their own cases for everybody else. */
export const noteHome = ({ isStaff }: { isStaff: boolean }): Home => {
  const home = isStaff ? '/work' : '/portal';
  sessionStorage.setItem(homeKey, home);
  return home;
};

/** Somebody else may sign in now. */
export const forgetHome = (): void => sessionStorage.removeItem(homeKey);
