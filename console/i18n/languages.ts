import type { RefusalWords } from '#console/i18n/refusal-words.ts';
import type { Messages } from '#console/i18n/rooms/joined.ts';

export const languages = ['en', 'es', 'de', 'cy'] as const;
export type Language = (typeof languages)[number];
/** English turned round, for seeing what a language from right to left does to a page. */
export const pseudo = 'en-XB';

export const languageNames: Record<Language, string> = { en: 'English', es: 'Español', de: 'Deutsch', cy: 'Cymraeg' };

const chosenKey = 'caseward.language';
const offeredKey = 'caseward.languages';

/** The languages that the deployment offers, as it said last; all until it has. */
export const offeredLanguages = (): readonly Language[] => {
  const said = (localStorage.getItem(offeredKey) ?? '').split(',');
  const known = said.filter((one): one is Language => languages.some((language) => language === one));
  return known.length > 0 ? known : languages;
};

const isOffered = (text: string | null): text is Language | typeof pseudo =>
  text === pseudo || offeredLanguages().some((language) => language === text);

/** What was chosen here or by the address (`?lang=`), or what the browser asks for. */
export const preferredLanguage = (): Language | typeof pseudo => {
  const asked = new URLSearchParams(location.search).get('lang');
  if (isOffered(asked)) localStorage.setItem(chosenKey, asked);
  const chosen = localStorage.getItem(chosenKey);
  if (isOffered(chosen)) return chosen;
  const wanted = navigator.languages.map((language) => language.slice(0, 2));
  return wanted.find(isOffered) ?? offeredLanguages()[0] ?? 'en';
};

/** Keeps what the deployment offers; a page that is in none of that is loaded again in one. */
export const offerLanguages = async (offered: readonly string[]): Promise<void> => {
  const language = preferredLanguage();
  localStorage.setItem(offeredKey, offered.join());
  if (preferredLanguage() === language) return;
  location.reload();
  await new Promise(() => undefined); // nothing is drawn of the page that goes
};

export const chooseLanguage = (language: Language | typeof pseudo): void => {
  localStorage.setItem(chosenKey, language);
  location.reload();
};

/** Reads from right to left. */
export const isRightToLeft = (language: string): boolean => language === pseudo;

/** The language with the region that the browser has for it: who writes dates how. */
export const regional = (language: string): string =>
  navigator.languages.find((one) => one === language || one.startsWith(`${language}-`)) ?? language;

/** Says to the browser which language the page is in, and from where it is read. */
export const setLanguageOfPage = (language: string): void => {
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
};

export const loadDates = async (language: string): Promise<void> => {
  const isMissing = Intl.DateTimeFormat.supportedLocalesOf(language).length === 0;
  if (language === 'cy' && isMissing) await import('#console/i18n/welsh-dates.ts');
};

const files: Record<Language, () => Promise<{ default: Messages }>> = {
  en: () => import('#console/i18n/rooms/en.ts'),
  es: () => import('#console/i18n/rooms/es.ts'),
  de: () => import('#console/i18n/rooms/de.ts'),
  cy: () => import('#console/i18n/rooms/cy.ts'),
};

const override = String.fromCharCode(0x202e);
const pop = String.fromCharCode(0x202c);
// Arguments and plurals are for the formatter, so only words between them are turned round.
const turned = (text: string): string => (text.includes('{') || text.includes('<') ? text : `${override}${text}${pop}`);

/** Messages as the language has them, or turned round. */
const worded = <M extends Partial<Messages>>(messages: M, language: Language | typeof pseudo): M =>
  language === pseudo
    ? (Object.fromEntries(Object.entries(messages).map(([key, text]) => [key, turned(String(text))])) as M)
    : messages;

const written = (language: Language | typeof pseudo): Language => (language === pseudo ? 'en' : language);

/** The messages of every room but administration in a language, and its dates. */
export const loadMessages = async (language: Language | typeof pseudo): Promise<Messages> => {
  const [messages] = await Promise.all([files[written(language)](), loadDates(language)]);
  return worded(messages.default, language);
};

const ofAdmin = import.meta.glob<Partial<Messages>>('../admin/messages/*.json', { import: 'default' });

export const loadMessagesOfAdmin = async (language: Language | typeof pseudo): Promise<Partial<Messages>> =>
  worded((await ofAdmin[`../admin/messages/${written(language)}.json`]?.()) ?? {}, language);

const ofRefusals = import.meta.glob<RefusalWords>('./refusals/*.json', { import: 'default' });

/** What the API refuses, in the language of the page; none for English, in which it says more. */
export const loadRefusalWords = async (): Promise<RefusalWords | undefined> =>
  ofRefusals[`./refusals/${preferredLanguage()}.json`]?.();
