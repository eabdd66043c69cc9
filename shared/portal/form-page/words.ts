import { own } from '#shared/core/records/own.ts';
import type { FormLanguage } from '#shared/portal/form-page/language.schema.ts';
import cy from '#shared/portal/form-page/messages/cy.json' with { type: 'json' };
import de from '#shared/portal/form-page/messages/de.json' with { type: 'json' };
import en from '#shared/portal/form-page/messages/en.json' with { type: 'json' };
import es from '#shared/portal/form-page/messages/es.json' with { type: 'json' };

type FormMessages = typeof en;
export type FormMessage = keyof FormMessages;

const messagesIn: Readonly<Record<FormLanguage, FormMessages>> = { en, es, de, cy };

type ScriptMessage = Extract<FormMessage, `script.${string}`>;
/** What the script of a form says, which the page hands to it. */
export const messagesOfScript = (Object.keys(en) as FormMessage[]).filter((message): message is ScriptMessage =>
  message.startsWith('script.'),
);

/** The messages of a language, with values in place of `{names}`. */
export interface FormWords {
  language: FormLanguage;
  say: (message: FormMessage, values?: Readonly<Record<string, string>>) => string;
}

/** The languages that an `Accept-Language` names (RFC 9110), the most wanted first. */
const wanted = (header: string): string[] =>
  header
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return { language: range.toLowerCase().split('-')[0] ?? '', weight: weight ? Number(weight.slice(2)) : 1 };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ language }) => language);

/**
 * In one of the languages that the deployment offers.
 * @param chosen before what the browser says, where somebody chose a language
 */
export const wordsFor = (
  acceptLanguage: string,
  offered: readonly [FormLanguage, ...FormLanguage[]],
  chosen = '',
): FormWords => {
  const asked = [chosen, ...wanted(acceptLanguage)];
  const isOffered = (one: string): one is FormLanguage => (offered as readonly string[]).includes(one);
  const language = asked.find(isOffered) ?? offered[0];
  const messages = messagesIn[language];
  return {
    language,
    say: (message, values = {}) =>
      messages[message].replaceAll(/\{(\w+)\}/g, (name, key: string) => own(values, key) ?? name),
  };
};
