export const iso = (epochMs: number): string => new Date(epochMs).toISOString();
export const epoch = (isoInstant: string): number => Date.parse(isoInstant);

// What ISO 8601 writes with four digits: a year 0 or 10000 sorts wrongly among other instants, and
// most calendars know neither.
const firstWritten = Date.parse('0001-01-01T00:00:00.000Z');
const lastWritten = Date.parse('9999-12-31T23:59:59.999Z');
/** False also for what is no instant at all. */
export const isWritten = (epochMs: number): boolean => epochMs >= firstWritten && epochMs <= lastWritten;

// Beyond this century a date is a slip of the keyboard, and to count the working time until then
// would take seconds.
const firstDue = Date.parse('2000-01-01T00:00:00.000Z');
const lastDue = Date.parse('2100-12-31T23:59:59.999Z');
export const mayBeDue = (epochMs: number): boolean => epochMs >= firstDue && epochMs <= lastDue;
