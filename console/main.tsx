import '#console/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleApp } from '#console/app/console-app.tsx';
import { readSettings } from '#console/app/settings.ts';
import { loadMessages, preferredLanguage } from '#console/i18n/languages.ts';

const root = createRoot(document.getElementById('root') as HTMLElement);
const language = preferredLanguage();
const [settings, messages] = await Promise.all([readSettings(), loadMessages(language)]);
root.render(
  <StrictMode>
    <ConsoleApp settings={settings} language={language} messages={messages} />
  </StrictMode>,
);
