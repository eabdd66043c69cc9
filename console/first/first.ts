import '#console/ui/base.css';
import { followInnerLinks, listenToInnerLinks } from '#console/app/inner-links.ts';
import { readSettings } from '#console/app/settings.ts';
import { isSignedIn, knownHome } from '#console/app/signed-in.ts';
import { applyTheme } from '#console/app/theme.ts';
import type { FirstView, FirstWords } from '#console/first/first-view.ts';
import { showFirst, showNothingYet } from '#console/first/place.ts';
import { firstOfPortal } from '#console/first/portal.tsx';
import { welcome } from '#console/first/welcome.tsx';
import { askForWork, firstOfWork } from '#console/first/work.tsx';
import { whenAt } from '#console/i18n/instants.ts';
import { loadDates, loadMessages, preferredLanguage, regional, setLanguageOfPage } from '#console/i18n/languages.ts';
import { plainText } from '#console/i18n/plain-text.ts';
import { wordIn } from '#console/i18n/word.ts';
import { narrow } from '#console/ui/screens.ts';
import { readWorkSearch } from '#console/work/work-search.ts';

// The first script, which waits for no other: it draws what a telephone shows first by itself, and
// only then asks for the application, which takes its place as soon as it has drawn as much.

// After that, people wait for the answers in the application.
const longestMs = 1500;

const language = preferredLanguage();
const { pathname, search } = location;

const prepareWords = async (): Promise<FirstWords> => {
  const [messages, settings] = await Promise.all([loadMessages(language), readSettings()]);
  return { text: plainText(messages), word: wordIn(messages), locale: regional(language), settings };
};

/** What takes a while and no answer is made while answers are on their way: words for instants. */
const prepareInstants = async (): Promise<void> => {
  await loadDates(language);
  setTimeout(() => whenAt(Date.now(), regional(language)).fromNow(Date.now()));
};

const application = () => import('#console/main.tsx');
let started: Promise<void> | undefined;
const start = (): void => {
  started ??= application().then(({ startApplication }) => startApplication());
};
const loadStaff = () => void import('#console/app/staff.ts');
const loadPortal = () => {
  void import('#console/app/portal-frame.tsx');
  void import('#console/portal/my-cases-page.tsx');
};

/** Shows a first view as soon as it is known; whether it was to be seen before `longestMs`. */
const show = async (first: Promise<FirstView | undefined>): Promise<void> => {
  const shown = first.then((view) => {
    if (!view || started || !showFirst(view.view)) return;
    document.title = view.title;
    view.afterwards?.();
    // Two frames: what was drawn is to be seen.
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  });
  await Promise.race([shown, new Promise((resolve) => setTimeout(resolve, longestMs))]);
};

const begin = async (): Promise<void> => {
  const words = prepareWords();
  if (!isSignedIn() && pathname === '/') {
    await show(welcome(words));
    // Who reads and signs in has the application by then.
    return void application();
  }
  const at = pathname === '/' ? knownHome() : pathname;
  if (isSignedIn() && at === '/work') {
    const asked = readWorkSearch(Object.fromEntries(new URLSearchParams(search)));
    const answers = askForWork(asked);
    void prepareInstants();
    if (narrow.matches) await show(firstOfWork({ search: asked, asked: answers, words }));
    else void import('#console/work/case-table.tsx');
    loadStaff();
  } else if (isSignedIn() && at === '/portal') {
    const first = firstOfPortal(words);
    void prepareInstants();
    await show(first);
    loadPortal();
  } else if (pathname === '/signed-in' || !pathname.startsWith('/portal/')) loadStaff();
  start();
};

setLanguageOfPage(language);
applyTheme();
listenToInnerLinks();
followInnerLinks((href) => {
  history.pushState({}, '', href);
  showNothingYet();
  start();
});
void begin();
