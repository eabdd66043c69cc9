/** What the page hands to its script to say, in its language. */
export interface ScriptWords {
  language: string;
  whereIAm: string;
  notFound: string;
  map: string;
  mapHelp: string;
  mapMissing: string;
  mapName: string;
  zoomIn: string;
  zoomOut: string;
  near: string;
  nearHelp: string;
  away: string;
  follow: string;
  needsEmail: string;
  followed: string;
  failed: string;
  tooLarge: string;
}

/** A message with a value in place of its `{name}`. */
export const said = (message: string, name: string, value: string): string => message.replace(`{${name}}`, value);
