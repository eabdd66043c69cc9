import { createContext, useContext } from 'react';

/** Where an alert stands among those that are being gone through. */
interface TriageQueue {
  ids: readonly string[];
  open: (id: string | undefined) => void;
  /** The address of the list alone. */
  back: string;
}

const context = createContext<TriageQueue>({ ids: [], open: () => undefined, back: '/alerts' });
export const TriageProvider = context.Provider;
export const useTriage = (): TriageQueue => useContext(context);
