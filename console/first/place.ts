import type { ReactNode } from 'react';
import { htmlOf } from '#console/first/html.ts';

// Where the first view lies, before the application and over it until that has drawn as much.

const first = document.getElementById('first') as HTMLElement;
export const root = document.getElementById('root') as HTMLElement;

const nothingYet = first.innerHTML;

const controls = 'button, input[type=checkbox]';
const nameOf = (control: Element): string => control.getAttribute('aria-label') ?? control.textContent;
/** What was pressed before the application was there to do it. */
const pressed: string[] = [];

first.addEventListener('click', ({ target }) => {
  const control = target instanceof Element ? target.closest(controls) : null;
  if (control) pressed.push(nameOf(control));
});

/** Whether the first view is what one sees. */
export const isFirstShown = (): boolean => root.hasAttribute('hidden');

/** Shows the first view; false where the application was faster. */
export const showFirst = (view: ReactNode): boolean => {
  if (root.hasChildNodes()) return false;
  first.innerHTML = htmlOf(view);
  root.hidden = true;
  return true;
};

/** Where somebody has gone on before the application was there: lines to come. */
export const showNothingYet = (): void => {
  pressed.length = 0;
  first.innerHTML = nothingYet;
};

const searchField = 'input[type=search]';

/** Words typed into the search of the first view, as if they were typed into the application's. */
const typeAnew = (words: string): void => {
  const field = root.querySelector<HTMLInputElement>(searchField);
  if (!field || words === '') return;
  // React hears of a value that is set as a browser sets it.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, words);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

// Who has waited for longer has pressed once more, or gone on.
const pressedForMs = 10_000;

/** Presses what was pressed before the application was there, each as soon as that has drawn it. */
const pressAnew = (names: readonly string[], since = performance.now()): void => {
  const there = [...root.querySelectorAll<HTMLElement>(controls)];
  const missing = names.filter((name) => {
    const control = there.find((one) => nameOf(one) === name);
    control?.click();
    return !control;
  });
  if (missing.length === 0 || performance.now() - since > pressedForMs) return;
  requestAnimationFrame(() => pressAnew(missing, since));
};

/** The application has drawn: it takes the place, the focus, and what was pressed and typed. */
export const giveWay = (): void => {
  if (!first.isConnected) return;
  const { activeElement } = document;
  const isInFirst = first.contains(activeElement);
  // Who types there goes on typing; what they send leads on by itself.
  if (isInFirst && activeElement instanceof HTMLInputElement && activeElement.type === 'search') {
    activeElement.addEventListener('blur', giveWay, { once: true });
    return;
  }
  const href = isInFirst ? activeElement?.getAttribute('href') : undefined;
  const words = first.querySelector<HTMLInputElement>(searchField)?.value ?? '';
  root.hidden = false;
  first.remove();
  typeAnew(words);
  if (href) root.querySelector<HTMLElement>(`a[href="${CSS.escape(href)}"]`)?.focus();
  pressAnew(pressed.splice(0));
};
