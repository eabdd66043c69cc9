/** The parts of a case, of which one is shown; which stands in the address. */
export const caseTabs = ['stream', 'tasks', 'plan', 'questions', 'files', 'people', 'links', 'time', 'rules'] as const;
/** `print` has them all below each other. */
export type CaseTab = (typeof caseTabs)[number] | 'print';

export const isCaseTab = (value: unknown): value is CaseTab =>
  value === 'print' || caseTabs.some((tab) => tab === value);
