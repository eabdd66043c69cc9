import '#console/ui/base.css';
import { followInnerLinks, listenToInnerLinks } from '#console/app/inner-links.ts';
import { openSession } from '#console/app/session.ts';
import { readSettings } from '#console/app/settings.ts';
import { isSignedIn, knownHome } from '#console/app/signed-in.ts';
import { applyTheme } from '#console/app/theme.ts';
import { firstOfCase } from '#console/first/case.tsx';
import type { FirstView, FirstWords } from '#console/first/first-view.ts';
import { showFirst, showNothingYet } from '#console/first/place.ts';
import { firstOfMyCase, firstOfPortal } from '#console/first/portal.tsx';
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

/** Where people begin and mails lead, and only those are who have signed in. */
const needsSignIn = /^\/(?:work|portal|(?:portal\/)?cases\/[^/]+|alerts\/[^/]+)$/;

/**
 * Leaves for the issuer's page where that has to be, and comes back from it. Where it fails, which
 * is false, the application says so.
 */
const signInFirst = async ({ href, pathname, search }: Location): Promise<boolean> => {
  const isAnswer = pathname === '/signed-in';
  if (!isAnswer && (isSignedIn() || !needsSignIn.test(pathname))) return true;
  try {
    const session = openSession(await readSettings());
    if (!isAnswer) return await session.signIn(pathname + search);
    history.replaceState({}, '', await session.finish(new URL(href)));
    return true;
  } catch {
    return false;
  }
};

interface Place {
  first?: Promise<FirstView | undefined> | false;
  /** Loads what the application needs for it. */
  load: () => void;
}

const loadStaff = () => void import('#console/app/staff.ts');
const loadPortal = () => void import('#console/app/portal-frame.tsx');

/** What an address shows first. */
const placeAt = (words: Promise<FirstWords>, { pathname, search }: Location): Place => {
  const at = pathname === '/' ? knownHome() : pathname;
  const [, of, name = ''] = /^\/(cases|portal\/cases|portal\/links)\/([^/]+)$/.exec(pathname) ?? [];
  if (at === '/work') {
    const query = readWorkSearch(Object.fromEntries(new URLSearchParams(search)));
    const asked = askForWork(query);
    if (!narrow.matches) void import('#console/work/case-table.tsx');
    return { first: narrow.matches && firstOfWork({ search: query, asked, words }), load: loadStaff };
  }
  if (of === 'cases') {
    const load = () => {
      loadStaff();
      void import('#console/case/case-page.tsx');
    };
    return { first: narrow.matches && firstOfCase(words, name), load };
  }
  if (of !== undefined || at === '/portal') {
    const mine = of === 'portal/links' ? `/v1/public/links/${name}` : `/v1/me/cases/${name}`;
    const load = () => {
      loadPortal();
      void (of ? import('#console/portal/my-case-page.tsx') : import('#console/portal/my-cases-page.tsx'));
    };
    return { first: of ? firstOfMyCase(words, mine) : firstOfPortal(words), load };
  }
  return { load: () => !pathname.startsWith('/portal/') && loadStaff() };
};

const begin = async (): Promise<void> => {
  const words = prepareWords();
  if (!(await signInFirst(location))) return start();
  if (!isSignedIn() && location.pathname === '/') {
    await show(welcome(words));
    // Who reads and signs in has the application by then.
    return void application();
  }
  const { first, load } = placeAt(words, location);
  void prepareInstants();
  if (first) await show(first);
  load();
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
