/** What administrators look after that is no kind of configuration, by its path below `/admin`. */
export const places = [
  { room: 'people', path: 'access' },
  { room: 'people', path: 'mail' },
  { room: 'data', path: 'file' },
  { room: 'data', path: 'imports' },
  { room: 'data', path: 'jobs' },
] as const satisfies readonly { room: string; path: string }[];

export type AdminPlace = (typeof places)[number]['path'];
