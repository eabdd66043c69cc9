import type { Messages } from '#console/i18n/rooms/joined.ts';
import type { Text } from '#console/i18n/use-text.ts';

/** Text without what decides between words, such as plurals, of which the first view has none. */
export const plainText =
  (messages: Messages): Text =>
  (key, values = {}) =>
    messages[key].replace(/\{(\w+)\}/g, (_whole, name) => String(values[name] ?? ''));
