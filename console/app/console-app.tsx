import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { IntlProvider } from 'react-intl';
import { Problem } from '#client/client.ts';
import { whenAnswered } from '#console/app/answered.ts';
import { openApi } from '#console/app/api.ts';
import { type ConsoleContext, ConsoleContextProvider } from '#console/app/context.ts';
import { followInnerLinks } from '#console/app/inner-links.ts';
import { createConsoleRouter } from '#console/app/router.tsx';
import { openSession } from '#console/app/session.ts';
import type { ConsoleSettings } from '#console/app/settings.ts';
import { giveWay, isFirstShown } from '#console/first/place.ts';
import { isRightToLeft, regional } from '#console/i18n/languages.ts';
import { useMoreMessages } from '#console/i18n/more-messages.ts';
import type { Messages } from '#console/i18n/rooms/joined.ts';
import { bringTheRest, later } from '#console/ui/later.tsx';
import { onFirstToast } from '#console/ui/toast.ts';

const Toasts = later(async () => (await import('#console/ui/toasts.tsx')).Toasts);

const freshForMs = 10_000;

/** A refusal stays one when asked again; what may pass is tried again by the client already. */
const openQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshForMs,
        retry: (count, error) => !(error instanceof Problem) && count < 2,
        networkMode: 'offlineFirst',
      },
      mutations: { networkMode: 'always' },
    },
  });

/** Chromium lacks Welsh: dates are supplied (`i18n/welsh-dates.ts`), numbers are English. */
const noteFault = ({ code, message }: { code: string; message: string }): void => {
  if (code !== 'MISSING_DATA') console.error(message);
};

export const ConsoleApp = (props: { settings: ConsoleSettings; language: string; messages: Messages }) => {
  const { settings, language } = props;
  const more = useMoreMessages();
  const messages = useMemo(() => ({ ...props.messages, ...more }), [props.messages, more]);
  const { context, queries, router } = useMemo(() => {
    const session = openSession(settings);
    const opened: ConsoleContext = { settings, session, api: openApi(session) };
    const client = openQueries();
    const made = createConsoleRouter({ ...opened, queries: client });
    const stop = made.subscribe('onResolved', () => {
      stop();
      void whenAnswered(client).then(() => {
        giveWay();
        bringTheRest();
      });
    });
    followInnerLinks((href) => void made.navigate({ href }));
    return { context: opened, queries: client, router: made };
  }, [settings]);
  const [isSaying, setSaying] = useState(false);
  useEffect(() => onFirstToast(() => setSaying(true)), []);
  useLayoutEffect(() => {
    // Without a first view what the application draws is better than nothing, however little it is.
    if (!isFirstShown()) giveWay();
  }, []);
  return (
    <IntlProvider locale={regional(language)} defaultLocale="en" messages={messages} onError={noteFault}>
      <I18nProvider locale={isRightToLeft(language) ? 'ar-u-nu-latn' : regional(language)}>
        <ConsoleContextProvider.Provider value={context}>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
            {isSaying && <Toasts />}
          </QueryClientProvider>
        </ConsoleContextProvider.Provider>
      </I18nProvider>
    </IntlProvider>
  );
};
