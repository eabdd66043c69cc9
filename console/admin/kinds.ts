import type { Answered, CasewardClient, OperationName } from '#client/client.ts';
import { type KeyedKind, keyedKinds, routeNamesOf } from '#shared/configuration/kind-names.ts';

/** Everything that administrators configure, by the name in the API's paths. */
export type AdminKindName = KeyedKind | 'rules' | 'workflows' | 'views';

/** The operations of a kind, by their names in the API's document. */
interface KindOperations {
  list: OperationName;
  get: OperationName;
  put: OperationName;
  remove: OperationName;
  versions?: OperationName;
  /** Makes one whose key the API chooses. */
  create?: OperationName;
}

export interface AdminKind extends KindOperations {
  kind: AdminKindName;
  /** What the path calls the key. */
  keyName: 'key' | 'id';
}

const keyed = keyedKinds.map((kind): AdminKind => ({ kind, keyName: 'key', ...routeNamesOf(kind) }));
const others: AdminKind[] = [
  {
    kind: 'rules',
    keyName: 'id',
    list: 'listRules',
    get: 'getRule',
    put: 'putRule',
    remove: 'deleteRule',
    create: 'createRule',
  },
  {
    kind: 'workflows',
    keyName: 'id',
    list: 'listWorkflows',
    get: 'getWorkflow',
    put: 'putWorkflow',
    remove: 'deleteWorkflow',
    versions: 'versionsOfWorkflow',
  },
  {
    kind: 'views',
    keyName: 'key',
    list: 'listViews',
    get: 'getView',
    put: 'putView',
    remove: 'deleteView',
    create: 'createView',
  },
];

const byName = new Map([...keyed, ...others].map((kind) => [kind.kind as string, kind]));
export const kindNamed = (name: string): AdminKind | undefined => byName.get(name);

/** Where the API says what is wrong with the key of a new one. */
export const pointerOfKey = ({ keyName }: AdminKind): string => `/path/${keyName}`;

/** Kinds as administrators look for them, the most used first. */
export const rooms = [
  { room: 'work', kinds: ['case-types', 'alert-types', 'priorities', 'record-templates', 'views', 'instances'] },
  { room: 'people', kinds: ['groups', 'calendars', 'templates', 'notification-settings'] },
  { room: 'automation', kinds: ['rules', 'workflows', 'segments', 'signal-mappings', 'webhooks'] },
  { room: 'data', kinds: ['retention-policies'] },
] as const satisfies readonly { room: string; kinds: readonly AdminKindName[] }[];

interface AnyInput {
  path?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  ifMatch?: string | undefined;
}

/** An operation by a name that is known only as one runs. */
export const callNamed = (api: CasewardClient, name: OperationName, input: AnyInput = {}): Promise<Answered<unknown>> =>
  (api[name] as (given: never) => Promise<Answered<unknown>>)(input as never);

/** One of a kind as the API answers with it. */
export interface Configured {
  key?: string;
  id?: string;
  name?: string;
  title?: string;
  enabled?: boolean;
  version?: number;
  createdAt?: string;
  updatedAt?: string;
  createdBy?: { kind: string; id?: string };
  /** Of a version. */
  savedBy?: { kind: string; id?: string };
  deleted?: boolean;
  [member: string]: unknown;
}

/** Comes with Caseward, and nobody has changed it. */
export const isShipped = ({ version }: Configured): boolean => version === 0;

export const keyOf = (one: Configured): string => one.key ?? one.id ?? '';
export const nameOf = (one: Configured): string => one.name ?? one.title ?? keyOf(one);

/** All of a kind; lists are short, so every page of them is read. */
export const allOf = async (api: CasewardClient, { list, kind }: AdminKind): Promise<Configured[]> => {
  const items: Configured[] = [];
  const query = kind === 'views' ? [{ for: 'cases' }, { for: 'alerts' }] : [{}];
  for (const asked of query)
    for await (const item of api.each(list as 'listRules', { query: { limit: 100, ...asked } }))
      items.push(item as Configured);
  // Views that come with Caseward are nobody's to change, and alike by key for cases and alerts.
  return items.filter(({ builtIn }) => builtIn !== true);
};

export const kindQuery = (api: CasewardClient, kind: AdminKind) => ({
  queryKey: ['admin', kind.kind],
  queryFn: () => allOf(api, kind),
});

export const oneQuery = (api: CasewardClient, kind: AdminKind, key: string) => ({
  queryKey: ['admin', kind.kind, key],
  queryFn: async () => {
    const { data, etag } = await callNamed(api, kind.get, { path: { [kind.keyName]: key } });
    return { value: data as Configured, etag };
  },
});

/** Stands in the address for one that has no key yet; no key may begin so. */
export const newKey = '_new';
