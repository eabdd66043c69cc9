import type { Fault } from '#shared/core/errors.ts';
import { largestForm } from '#shared/portal/form.schema.ts';
import {
  type FormControl,
  type FormInput,
  type FormSection,
  faultInWords,
  inputAt,
  inputName,
} from '#shared/portal/form-page/form-inputs.ts';
import { attributes, Html, html } from '#shared/portal/form-page/html.ts';
import { formStyle } from '#shared/portal/form-page/style.ts';
import { type FormMessage, type FormWords, messagesOfScript } from '#shared/portal/form-page/words.ts';

// The pages of a public form, whole without a script. A form that was not taken comes back with
// what was typed, and what is wrong stands above it and at each input.

export interface FormPage {
  words: FormWords;
  title: string;
  description?: string | undefined;
  sections: readonly FormSection[];
  /** Where the form is sent to. */
  action: string;
  /** Where open cases near a place are asked for, where the type offers them. */
  near?: string | undefined;
  /** Under which it is taken once, however often it is sent. */
  key: string;
  /** What a browser sent; undefined where the form is new. */
  sent?: URLSearchParams | undefined;
  /** Whether files were chosen, which no browser does again by itself. */
  hadFiles?: boolean;
  faults?: readonly Fault[];
  /** Why it was not taken, where no input is at fault. */
  notice?: string | undefined;
}

const document = ({ language, say }: FormWords, title: string, content: Html): string =>
  html`<!doctype html>
<html lang="${language}" dir="${say('direction')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<style>${new Html(formStyle)}</style>
<script src="/form.js" defer></script>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.text;

const idOf = (input: FormInput): string => inputName(input).replaceAll('.', '-');

const types: Partial<Record<FormControl, Record<string, string>>> = {
  email: { type: 'email' },
  phone: { type: 'tel' },
  link: { type: 'url' },
  integer: { inputmode: 'numeric' },
  decimal: { inputmode: 'decimal' },
  date: { type: 'date' },
  instant: { type: 'datetime-local' },
  files: { type: 'file' },
};

interface Asking {
  input: FormInput;
  words: FormWords;
  values: readonly string[];
  fault: string | undefined;
  /** What has to be done again. */
  again?: string | undefined;
}

/** The ids of what is said of an input, for readers that do not see where it stands. */
const describedBy = ({ input, fault }: Asking): string | undefined => {
  const id = idOf(input);
  const parts = [fault && `${id}-fault`, input.help && `${id}-help`, input.onlyIf && `${id}-only-if`];
  return parts.filter(Boolean).join(' ') || undefined;
};

const labelOf = ({ input, words }: Asking): Html =>
  html`${input.label}${
    input.isRequired || input.isRequiredIfShown ? '' : html` <span class="free">(${words.say('optional')})</span>`
  }`;

const hints = ({ input, fault, again }: Asking): Html => {
  const id = idOf(input);
  const { onlyIf } = input;
  const help = again && input.control === 'files' ? `${input.help} ${again}` : input.help;
  return html`${help ? html`<p class="help" id="${id}-help">${help}</p>` : ''}${
    onlyIf ? html`<p class="help only-if" id="${id}-only-if">${onlyIf}</p>` : ''
  }${fault ? html`<p class="fault" id="${id}-fault">${fault}</p>` : ''}`;
};

/** What the element around an input says of it: whether it is wrong, and when it is asked for. */
const aroundOf = ({ input: { shownIf }, fault }: Asking): Record<string, string | undefined> => ({
  class: fault ? 'ask wrong' : 'ask',
  'data-shown-if': shownIf && JSON.stringify(shownIf),
});

const choiceList = (asking: Asking, type: 'radio' | 'checkbox'): Html => {
  const { input, words, values } = asking;
  const yesNo = ['true', 'false'].map((key) => ({ key, name: words.say(key === 'true' ? 'yes' : 'no') }));
  const options = input.control === 'yes-no' ? yesNo : (input.options ?? []);
  const boxes = options.map(({ key, name }, index) => {
    // The summary of what is wrong leads to the first of them.
    const id = index === 0 ? idOf(input) : `${idOf(input)}-${index}`;
    const of = attributes({ type, id, name: inputName(input), value: key, checked: values.includes(key) });
    return html`<label class="choice"><input${of}>${name}</label>`;
  });
  const about = attributes({ ...aroundOf(asking), 'aria-describedby': describedBy(asking) });
  return html`<fieldset${about}><legend>${labelOf(asking)}</legend>${hints(asking)}${boxes}</fieldset>`;
};

const control = (asking: Asking): Html => {
  const { input, words, values, fault } = asking;
  const [value = ''] = values;
  const common = {
    id: idOf(input),
    name: inputName(input),
    required: input.isRequired,
    autocomplete: input.autocomplete,
    'aria-invalid': fault ? 'true' : undefined,
    'aria-describedby': describedBy(asking),
  };
  if (input.control === 'lines') return html`<textarea${attributes(common)}>${`\n${value}`}</textarea>`;
  if (input.control === 'one-of') {
    const options = (input.options ?? []).map(
      ({ key, name }) => html`<option${attributes({ value: key, selected: key === value })}>${name}</option>`,
    );
    return html`<select${attributes(common)}><option value="">${words.say('choose')}</option>${options}</select>`;
  }
  if (input.control === 'files')
    return html`<input${attributes({ type: 'file', ...common, multiple: true, accept: input.accept?.join(',') })}>`;
  return html`<input${attributes({ type: 'text', ...types[input.control], ...common, value })}>`;
};

const asked = (asking: Asking): Html => {
  const { input } = asking;
  if (input.control === 'some-of') return choiceList(asking, 'checkbox');
  if (input.control === 'yes-no') return choiceList(asking, 'radio');
  const label = html`<label for="${idOf(input)}">${labelOf(asking)}</label>`;
  return html`<div${attributes(aroundOf(asking))}>${label}${hints(asking)}${control(asking)}</div>`;
};

/** What is wrong with which input, the first that is wrong with each. */
const faultsByInput = (inputs: readonly FormInput[], { faults = [], words }: FormPage): Map<FormInput, string> => {
  const found = new Map<FormInput, string>();
  for (const { pointer, code } of faults) {
    const input = inputAt(inputs, pointer);
    if (input && !found.has(input)) found.set(input, faultInWords(input.control, code, words));
  }
  // In the order of the form, whichever the API found first.
  return new Map([...found].toSorted(([one], [other]) => inputs.indexOf(one) - inputs.indexOf(other)));
};

const summary = (wrong: ReadonlyMap<FormInput, string>, { words, notice, faults = [] }: FormPage): Html | undefined => {
  if (wrong.size === 0 && !notice && faults.length === 0) return undefined;
  const items = [...wrong].map(
    ([input, fault]) => html`<li><a href="#${idOf(input)}">${input.label}: ${fault}</a></li>`,
  );
  const said = notice ?? (wrong.size === 0 ? words.say('failed') : undefined);
  return html`<div class="summary" role="alert" aria-labelledby="problem">
<h2 id="problem">${words.say('problem')}</h2>
${said ? html`<p>${said}</p>` : ''}${items.length > 0 ? html`<ul>${items}</ul>` : ''}
</div>`;
};

/** What the script of the form says, in the language of the page. */
const scriptWords = ({ say, language }: FormWords): string =>
  JSON.stringify({
    language,
    ...Object.fromEntries(messagesOfScript.map((message) => [message.slice('script.'.length), say(message)])),
  });

/** The form, new or as it was sent. */
export const formPageOf = (page: FormPage): string => {
  const { words, title, description, sections, action, key, sent, near } = page;
  const again = page.hadFiles ? words.say('filesAgain') : undefined;
  const inputs = sections.flatMap((section) => section.inputs);
  const wrong = faultsByInput(inputs, page);
  const problem = summary(wrong, page);
  const parts = sections.map(
    ({ title: of, help, inputs: asks }) => html`<fieldset class="part"><legend>${of}</legend>
${help ? html`<p class="help">${help}</p>` : ''}${asks.map((input) => {
  const values = sent ? sent.getAll(inputName(input)) : (input.preset ?? []);
  return asked({ input, words, values, fault: wrong.get(input), again });
})}</fieldset>`,
  );
  const takesFiles = inputs.some(({ control: of }) => of === 'files');
  const asForm = {
    ...{ method: 'post', action, novalidate: true, enctype: takesFiles ? 'multipart/form-data' : undefined },
    ...{ 'data-near': near, 'data-words': scriptWords(words), 'data-largest': String(largestForm) },
  };
  const content = html`${problem ?? ''}<h1>${title}</h1>
${description ? html`<p>${description}</p>` : ''}<form${attributes(asForm)}>
<input type="hidden" name="key" value="${key}">
${parts}
<button>${words.say('send')}</button>
</form>`;
  return document(words, problem ? words.say('errorTitle', { title }) : title, content);
};

/** What was made of a form: its reference, and the link that opens it. */
export const sentPageOf = (
  words: FormWords,
  { reference, link, action, left = [] }: { reference: string; link: string; action: string; left?: readonly string[] },
): string =>
  document(
    words,
    words.say('sent'),
    html`<h1>${words.say('sent')}</h1>
<p class="reference">${words.say('reference', { reference })}</p>
<p><a href="${link}">${words.say('openCase')}</a></p>
${left.length > 0 ? html`<p class="fault" role="alert">${words.say('filesLeft', { names: left.join(', ') })}</p>` : ''}
<p>${words.say('linkHelp')}</p>
<p>${words.say('files')}</p>
<p><a href="${action}">${words.say('another')}</a></p>`,
  );

/** Why there is no form, or none more. */
export const formRefusalPage = (
  words: FormWords,
  {
    title,
    text,
    again,
    values,
  }: { title: FormMessage; text: FormMessage; again?: string | undefined; values?: Record<string, string> },
): string =>
  document(
    words,
    words.say(title),
    html`<h1>${words.say(title)}</h1>
<p>${words.say(text, values)}</p>
${again ? html`<p><a href="${again}">${words.say('begin')}</a></p>` : ''}`,
  );
