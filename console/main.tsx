import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleApp } from '#console/app/console-app.tsx';
import { readSettings } from '#console/app/settings.ts';
import { root } from '#console/first/place.ts';
import { loadMessages, preferredLanguage } from '#console/i18n/languages.ts';

/** The application, in React: behind the first view where there is one. */
export const startApplication = async (): Promise<void> => {
  const language = preferredLanguage();
  const [settings, messages] = await Promise.all([readSettings(), loadMessages(language)]);
  createRoot(root).render(
    <StrictMode>
      <ConsoleApp settings={settings} language={language} messages={messages} />
    </StrictMode>,
  );
};
