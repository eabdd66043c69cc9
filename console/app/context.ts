import { createContext, useContext } from 'react';
import type { CasewardClient } from '#client/client.ts';
import type { Session, SignedIn } from '#console/app/session.ts';
import type { ConsoleSettings } from '#console/app/settings.ts';

/** What every screen may ask for. */
export interface ConsoleContext {
  settings: ConsoleSettings;
  session: Session;
  api: CasewardClient;
}

export const ConsoleContextProvider = createContext<ConsoleContext | undefined>(undefined);

export const useConsole = (): ConsoleContext => {
  const context = useContext(ConsoleContextProvider);
  if (!context) throw new Error('outside of the console');
  return context;
};

export const useApi = (): CasewardClient => useConsole().api;

/** The person who is signed in; pages that are drawn without one do not ask. */
export const usePerson = (): SignedIn => {
  const person = useConsole().session.person();
  if (!person) throw new Error('nobody is signed in');
  return person;
};
