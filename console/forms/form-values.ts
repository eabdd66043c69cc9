import { numberIn } from '#console/forms/place.ts';

// What the controls of a plain form hold, as the API would read it: each is named by its place in
// the body, such as `fields.kind`.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const prefix = 'fields.';
const isInput = (control: Control): control is HTMLInputElement => control instanceof HTMLInputElement;

const isNumeric = (control: Control): boolean =>
  ['numeric', 'decimal'].includes(control.getAttribute('inputmode') ?? '');

const keyOfField = (name: string): string | undefined =>
  name.startsWith(prefix) ? name.slice(prefix.length).split('.')[0] : undefined;

const textOf = (control: Control): unknown => {
  const text = control.value.trim();
  if (text === '') return undefined;
  return isNumeric(control) ? (numberIn(text) ?? text) : text;
};

/** What the controls of one field hold together; undefined where nothing is filled in. */
export const valueIn = (controls: readonly Control[]): unknown => {
  const [first] = controls;
  if (!first) return undefined;
  const boxes = controls.filter(isInput).filter(({ type }) => type === 'checkbox' || type === 'radio');
  const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value);
  if (boxes[0]?.type === 'checkbox') return chosen.length > 0 ? chosen : undefined;
  if (boxes[0]?.type === 'radio') return chosen[0] === undefined ? undefined : chosen[0] === 'true';
  return controls.map(textOf).find((value) => value !== undefined);
};

/** The controls of a form by the key of the field that each belongs to. */
export const controlsByField = (form: HTMLFormElement): Map<string, Control[]> => {
  const controls = [...form.elements].filter(
    (one): one is Control =>
      one instanceof HTMLInputElement || one instanceof HTMLSelectElement || one instanceof HTMLTextAreaElement,
  );
  const found = new Map<string, Control[]>();
  for (const control of controls) {
    const key = keyOfField(control.name);
    if (key !== undefined) found.set(key, [...(found.get(key) ?? []), control]);
  }
  return found;
};
