import type { Kind } from '#shared/core/definitions/kind.ts';

// Without schemas, so that the table of handlers of every kind's routes costs a cold start nothing.

/**
 * Everything configurable by the name of its routes, each kind behind those it refers to, in which
 * order an import writes them. Rules and workflows have routes of their own.
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
  segments: true,
  workflows: true,
  'workflow-publications': true,
  webhooks: true,
  'retention-policies': true,
  rules: true,
} satisfies Record<Kind, true>;
export const kinds = Object.keys(names) as Kind[];

/** Kinds that a file holds. What of workflows is published follows from its import. */
type KindInFiles = Exclude<Kind, 'workflow-publications'>;
export const kindsInFiles = kinds.filter((kind): kind is KindInFiles => kind !== 'workflow-publications');

/** Kinds that have the routes of all, under a key of the caller's choice. */
export type KeyedKind = Exclude<KindInFiles, 'rules' | 'workflows'>;
export const keyedKinds = kindsInFiles.filter((kind): kind is KeyedKind => kind !== 'rules' && kind !== 'workflows');

type Pascal<S extends string> = S extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<S>;

/** `case-types` as it stands in the name of an operation: `CaseTypes`. */
const pascal = <K extends KeyedKind>(kind: K) =>
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
