import type { MessageKey } from '#console/i18n/message-key.ts';

export type Messages = Record<MessageKey, string>;

/** The messages of rooms: their keys begin with the room's name, so none hides another. */
export const joined = (rooms: Record<string, unknown>): Messages => Object.assign({}, ...Object.values(rooms));
