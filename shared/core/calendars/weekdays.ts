/**
 * As `Date.getUTCDay` numbers them. Apart from the schema of a calendar, so that counting time does
 * not bring zod along.
 */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];
