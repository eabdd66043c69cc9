import type { Kind } from '#shared/core/definitions/kind.ts';

// Without schemas, so that the table of handlers of every kind's routes costs a cold start nothing.

/**
 * Everything configurable, by the name its routes have, each kind behind those it refers to: an
 * import writes them in this order. Rules have routes of their own, since they are found by id.
 */
const names = {
  priorities: true,
  calendars: true,
  groups: true,
  instances: true,
  templates: true,
  'notification-settings': true,
  'alert-types': true,
  'case-types': true,
  'record-templates': true,
  'signal-mappings': true,
  rules: true,
} satisfies Record<Kind, true>;
export const kinds = Object.keys(names) as Kind[];

/** Kinds that are put under a key of the caller's choice. */
export type KeyedKind = Exclude<Kind, 'rules'>;
export const keyedKinds = kinds.filter((kind): kind is KeyedKind => kind !== 'rules');

type Pascal<S extends string> = S extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<S>;

/** `case-types` as it stands in the name of an operation: `CaseTypes`. */
export const pascal = <K extends KeyedKind>(kind: K) =>
  kind
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('') as Pascal<K>;

/** The names of the routes that every kind has. */
export const routeNamesOf = <K extends KeyedKind>(kind: K) => {
  const title = pascal(kind);
  return {
    list: `list${title}`,
    get: `get${title}`,
    put: `put${title}`,
    remove: `delete${title}`,
    versions: `versionsOf${title}`,
  } as const;
};
type RouteNames = ReturnType<typeof routeNamesOf<KeyedKind>>;
export type RouteNameOfKind = RouteNames[keyof RouteNames];
