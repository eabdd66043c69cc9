import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '#client/client.ts';
import { keepSaid } from '#console/admin/editor/said.tsx';
import type { Unread } from '#console/admin/form/form-context.ts';
import { type AdminKind, type Configured, callNamed, keyOf } from '#console/admin/kinds.ts';
import { isSame, type JsonObject, readJson } from '#console/admin/schema/json.ts';
import { useApi } from '#console/app/context.ts';
import { useJsonFault } from '#console/i18n/use-json-fault.ts';
import { useSettled } from '#console/ui/use-settled.ts';

/** What is there already: its body as it may be put again, and its ETag. */
interface Base {
  body: JsonObject;
  etag: string | undefined;
}

/** The one that is edited; a new one has no key yet. */
export interface Edited {
  kind: AdminKind;
  key: string | undefined;
  base: Base;
}

const checkAfterMs = 700;
// It is no key of any kind: the API says so, beside whatever else is wrong.
const noKey = '-';

interface Put {
  key: string;
  body: JsonObject;
  etag: string | undefined;
  isDryRun?: boolean;
}

const put = (api: ReturnType<typeof useApi>, kind: AdminKind, { key, body, etag, isDryRun }: Put) => {
  const query = isDryRun ? { query: { dryRun: 'true' } } : {};
  if (key === '' && kind.create) return callNamed(api, kind.create, { body, ...query });
  return callNamed(api, kind.put, { path: { [kind.keyName]: key || noKey }, body, ifMatch: etag, ...query });
};

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  throw error;
};

/** Texts that are no JSON are faults as those of the API are, at their places. */
const unreadProblem = (unread: Unread, faultOf: (error: unknown) => string): Problem => {
  const errors = Object.entries(unread).map(([pointer, text]) => ({
    pointer,
    detail: faultOf(readJson(pointer, text).wrong),
  }));
  return new Problem(400, { errors }, new Headers());
};

/**
 * What is being written, with what the API would say about it: whether it would be taken is asked
 * by a dry run whenever typing rests.
 */
export const useDraft = ({ kind, key, base }: Edited) => {
  const api = useApi();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(base.body);
  const [newKey, setNewKey] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [isSaving, setSaving] = useState(false);
  const [hasTried, setTried] = useState(key !== undefined);
  const [unread, setUnread] = useState<Unread>({});
  const [replaced, setReplaced] = useState(0);
  const faultOf = useJsonFault();
  const isReadable = Object.keys(unread).length === 0;
  const isDirty = !isReadable || !isSame(draft, base.body);
  const settled = useSettled(draft, checkAfterMs);
  const target = key ?? newKey;
  const check = useQuery({
    queryKey: ['admin-check', kind.kind, target, base.etag, settled],
    queryFn: () =>
      put(api, kind, { key: target, body: settled, etag: base.etag, isDryRun: true }).then(() => null, problemOf),
    enabled: isDirty && hasTried,
    placeholderData: (before) => before,
    retry: false,
    gcTime: 0,
  });
  const checked = isDirty && check.data && [400, 422].includes(check.data.status) ? check.data : undefined;
  /** Puts a body, against an ETag; answers its key, or nothing where it was refused. */
  const save = async (body: JsonObject = draft, etag = base.etag): Promise<string | undefined> => {
    if (!isReadable) {
      setFailure(unreadProblem(unread, faultOf));
      return undefined;
    }
    setSaving(true);
    try {
      const { data } = await put(api, kind, { key: target, body, etag });
      setFailure(undefined);
      keepSaid(queries, [kind.kind, keyOf(data as Configured)], data as object);
      // Every screen names things by what is configured.
      await queries.invalidateQueries({ queryKey: [kind.kind] });
      await queries.invalidateQueries({ queryKey: ['admin', kind.kind] });
      return keyOf(data as Configured);
    } catch (error) {
      // What was refused is looked at as it is put right.
      setTried(true);
      setFailure(error);
      return undefined;
    } finally {
      setSaving(false);
    }
  };
  const change = (next: JsonObject) => {
    setDraft(next);
    setFailure(undefined);
  };
  const keepUnread = (pointer: string, text: string | undefined) => {
    if (unread[pointer] === text) return;
    const { [pointer]: _before, ...others } = unread;
    setUnread(text === undefined ? others : { ...others, [pointer]: text });
    setFailure(undefined);
  };
  /** Puts another in the place of all that was typed. */
  const replace = (next: JsonObject) => {
    change(next);
    setUnread({});
    setReplaced((count) => count + 1);
  };
  const problem = failure instanceof Problem ? failure : checked;
  return {
    draft,
    setDraft: change,
    unread,
    keepUnread,
    replace,
    replaced,
    newKey,
    setNewKey,
    isDirty,
    isSaving,
    isChecking: check.isFetching,
    isFine: isDirty && isReadable && check.data === null && isSame(settled, draft),
    failure,
    clearFailure: () => setFailure(undefined),
    checked,
    faults: problem?.errors ?? [],
    save,
  };
};
export type Draft = ReturnType<typeof useDraft>;
