import type { ScriptWords } from '#console/forms/form-words.ts';

/** An element with members and what is in it. */
export const element = <N extends keyof HTMLElementTagNameMap>(
  name: N,
  members: Partial<HTMLElementTagNameMap[N]>,
  ...inside: (Node | string)[]
): HTMLElementTagNameMap[N] => {
  const made = Object.assign(document.createElement(name), members);
  made.append(...inside);
  return made;
};

export const inputNamed = (form: HTMLFormElement, name: string): HTMLInputElement | undefined => {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLInputElement ? found : undefined;
};

export const wordsOf = (form: HTMLFormElement): ScriptWords => JSON.parse(form.dataset.words ?? '{}');
