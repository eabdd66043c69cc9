import { useEffect, useRef } from 'react';

type Shortcuts = Record<string, (() => void) | undefined>;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
    // Letters lead to what begins with them.
    target.closest('[role=combobox], [role=menu], [role=listbox]') !== null);

// `g` and a letter within that time lead elsewhere.
const sequenceMs = 1200;
let first: { key: string; at: number } | undefined;
// What lies before the page has the keys. A toast, which is an alertdialog too, does not.
const before = 'section[role=dialog], section[role=alertdialog]';
/** What is known by the frame and the screens within, the innermost last. */
const layers: { readonly current: Shortcuts }[] = [];

const actOf = (key: string): (() => void) | undefined => layers.findLast(({ current }) => current[key])?.current[key];

const press = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector(before)) return;
  const isPair = first !== undefined && event.timeStamp - first.at < sequenceMs;
  // A pair comes before a single key of any screen: `g c` is not the `c` of a case.
  const act = (isPair && first ? actOf(`${first.key} ${event.key}`) : undefined) ?? actOf(event.key);
  first = { key: event.key, at: event.timeStamp };
  if (!act) return;
  event.preventDefault();
  act();
};

/**
 * Single keys, and pairs such as `g w`, while nothing is being typed and no dialog is open. The
 * innermost screen that knows a key takes it.
 */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const layer = useRef(shortcuts);
  useEffect(() => {
    layer.current = shortcuts;
  });
  useEffect(() => {
    if (layers.length === 0) document.addEventListener('keydown', press);
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', press);
    };
  }, []);
};
