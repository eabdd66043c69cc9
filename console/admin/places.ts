/** What administrators look after that is no kind of configuration, by its path below `/admin`. */
export const places: readonly { room: string; path: string }[] = [];
