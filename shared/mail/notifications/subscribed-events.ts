import { caseworkEvents, declarationOf } from '#shared/casework/casework.events.ts';

/** `Case Closed` as a trigger names it: `case-closed`. */
const kebab = (type: string): string => type.toLowerCase().replaceAll(' ', '-');

/**
 * Whether a subscription includes a notification: by its key, or by its event in either spelling.
 * One that names nothing includes all.
 */
export const hears = (
  { events }: { events?: string[] | undefined },
  notification: string,
  { type }: { type: string },
): boolean => events === undefined || [notification, type, kebab(type)].some((name) => events.includes(name));

const names: ReadonlySet<string> = new Set(
  caseworkEvents.flatMap(({ type }) => [type, kebab(type), ...Object.keys(declarationOf(type)?.triggers ?? {})]),
);

/** Whether a subscription may name it as an event, or as a trigger. */
export const isEventName = (name: string): boolean => names.has(name);
