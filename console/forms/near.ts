import { element, inputNamed } from '#console/forms/elements.ts';
import { type ScriptWords, said } from '#console/forms/form-words.ts';
import { lineOf, type NearbyCase } from '#console/forms/near-line.ts';
import type { Place } from '#console/forms/place.ts';

interface Asking {
  form: HTMLFormElement;
  words: ScriptWords;
  /** Where open cases near a place are asked for. */
  address: URL;
}

const followIt = async ({ form, words, address }: Asking, reference: string, answer: HTMLElement): Promise<void> => {
  const email = inputNamed(form, 'contact.email');
  if (!email?.value.trim() || !email.checkValidity()) {
    answer.textContent = words.needsEmail;
    email?.focus();
    return;
  }
  const body = JSON.stringify({ reference, email: email.value.trim() });
  const headers = { 'content-type': 'application/json' };
  const taken = await fetch(new URL('subscribe', address), { method: 'POST', headers, body }).catch(() => undefined);
  answer.textContent = taken?.ok ? said(words.followed, 'email', email.value.trim()) : words.failed;
};

const offer = (asking: Asking, one: NearbyCase, answer: HTMLElement): HTMLElement => {
  const button = element(
    'button',
    { type: 'button', className: 'quiet' },
    said(asking.words.follow, 'reference', one.reference),
  );
  button.addEventListener('click', () => void followIt(asking, one.reference, answer));
  return element('li', {}, element('p', {}, lineOf(one, asking.words)), button);
};

/** Offers open cases near a place, before another is raised. @returns what asks about a place */
export const offerNearby = (asking: Asking, section: HTMLElement): ((place: Place | undefined) => Promise<void>) => {
  const { words, address } = asking;
  const answer = element('p', {});
  answer.setAttribute('role', 'status');
  const list = element('ul', {});
  const box = element('div', { className: 'near', hidden: true });
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', words.near);
  box.append(element('h2', {}, words.near), element('p', { className: 'help' }, words.nearHelp), list, answer);
  section.append(box);
  let latest = 0;
  return async (place) => {
    const turn = ++latest;
    const at = new URL(`near?lat=${place?.lat}&lon=${place?.lon}`, address);
    const found = place && (await fetch(at).catch(() => undefined));
    const items: NearbyCase[] = found?.ok ? (await found.json()).items : [];
    // Answers may overtake each other; the newest place counts.
    if (turn !== latest) return;
    answer.textContent = '';
    list.replaceChildren(...items.map((one) => offer(asking, one, answer)));
    box.hidden = items.length === 0;
  };
};
