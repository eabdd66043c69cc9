import { followConditions } from '#console/forms/asking.ts';
import { element, inputNamed, wordsOf } from '#console/forms/elements.ts';
import { helpWithPlace } from '#console/forms/locating.ts';

// `/form.js`, the script of the public forms: shows and hides fields as their conditions say, helps
// to say where something is, and offers what is known near by. A form is whole without it.

/** Refuses files that are too large together before they are on their way. */
const holdBackLarge = (form: HTMLFormElement): void => {
  const input = inputNamed(form, 'files');
  if (!input) return;
  const fault = element('p', { className: 'fault' });
  fault.setAttribute('role', 'alert');
  const isTooLarge = () => {
    const bytes = [...(input.files ?? [])].reduce((sum, { size }) => sum + size, 0);
    return bytes > Number(form.dataset.largest);
  };
  const say = () => {
    fault.textContent = wordsOf(form).tooLarge;
    if (isTooLarge()) input.after(fault);
    else fault.remove();
  };
  input.addEventListener('change', say);
  form.addEventListener('submit', (event) => {
    if (!isTooLarge()) return;
    event.preventDefault();
    event.stopPropagation();
    say();
    input.focus();
  });
};

const helped = new WeakSet<HTMLFormElement>();

const help = (root: ParentNode): void => {
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-words]')) {
    if (helped.has(form)) continue;
    helped.add(form);
    followConditions(form);
    helpWithPlace(form, new URL(form.dataset.server ?? '/', location.href));
    holdBackLarge(form);
  }
};

const helpEmbedded = (place: Element): void => {
  if (place.shadowRoot) help(place.shadowRoot);
};

help(document);
// In pages of others a form stands in a shadow root, and may come before this script or after it.
for (const place of document.querySelectorAll('caseward-form')) helpEmbedded(place);
document.addEventListener('caseward-shown', ({ target }) => {
  if (target instanceof Element) helpEmbedded(target);
});
