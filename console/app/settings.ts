import { noteServerDate } from '#console/app/server-clock.ts';
import { offerLanguages } from '#console/i18n/languages.ts';

/** `/config.json`: what a deployment tells its console; nothing of it is secret. */
export interface ConsoleSettings {
  /** Who signs tokens, as they name it (`iss`). */
  issuer: string;
  /** Where the issuer's metadata is, if not below its own address. */
  discovery?: string;
  clientId: string;
  scopes?: string;
  /** The institution, as people call it. */
  name?: string;
  /** Languages that people may choose, the first for those who want none of them. */
  languages: string[];
  /** A `.pmtiles` basemap; without one maps show land and borders. */
  basemap?: string;
  /** The local stack answers: time travel, the inbox and being somebody else are there. */
  local?: boolean;
}

let reading: Promise<ConsoleSettings> | undefined;

const read = async (): Promise<ConsoleSettings> => {
  const response = await fetch('/config.json');
  noteServerDate(response.headers);
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  const settings: ConsoleSettings = await response.json();
  await offerLanguages(settings.languages);
  return settings;
};

/** Reads them once for the first view and the application. */
export const readSettings = (): Promise<ConsoleSettings> => {
  reading ??= read();
  return reading;
};
