import { controlsByField, valueIn } from '#console/forms/form-values.ts';
import { type AskedField, type ShownIf, shownFields } from '#console/forms/shown-if.ts';

const selector = '[data-shown-if]';

const shownIfOf = (around: Element | null): ShownIf | undefined => {
  const written = around?.getAttribute('data-shown-if');
  return typeof written === 'string' ? JSON.parse(written) : undefined;
};

/** Shows each field only where its condition holds; what is hidden is not sent. */
export const followConditions = (form: HTMLFormElement): void => {
  if (!form.querySelector(selector)) return;
  const byField = controlsByField(form);
  const around = (key: string): HTMLElement[] => [
    ...new Set((byField.get(key) ?? []).flatMap((control) => control.closest<HTMLElement>(selector) ?? [])),
  ];
  // What a sentence says to those without a script is seen to here.
  for (const sentence of form.querySelectorAll<HTMLElement>(`${selector} .only-if`)) sentence.hidden = true;
  const update = () => {
    const fields = [...byField].map(
      ([key, controls]): AskedField => ({ key, value: valueIn(controls), shownIf: shownIfOf(around(key)[0] ?? null) }),
    );
    const shown = shownFields(fields);
    for (const [key, controls] of byField) {
      const parts = around(key);
      for (const part of parts) part.hidden = !shown.has(key);
      if (parts.length > 0) for (const control of controls) control.disabled = !shown.has(key);
    }
  };
  form.addEventListener('input', update);
  form.addEventListener('change', update);
  update();
};
