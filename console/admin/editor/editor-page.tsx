import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Problem } from '#client/client.ts';
import { bodySchemaOf, documentQuery } from '#console/admin/document.ts';
import { Editor } from '#console/admin/editor/editor.tsx';
import { kindNamed, newKey, oneQuery } from '#console/admin/kinds.ts';
import { isObject } from '#console/admin/schema/json.ts';
import { bodyOf, emptyValue } from '#console/admin/schema/shape.ts';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Page, Skeleton } from '#console/ui/surface.tsx';

const unknown = kindNamed('priorities');

/** One of a kind, or a new one. */
export const EditorPage = () => {
  const { kind: kindName, key } = useParams({ from: '/staff/admin/$kind/$key' });
  const text = useText();
  const word = useWord();
  const api = useApi();
  const kind = kindNamed(kindName) ?? unknown;
  const isNew = key === newKey;
  const contract = useQuery(documentQuery(api));
  const query = useQuery({
    ...oneQuery(api, kind as NonNullable<typeof kind>, key),
    enabled: kindNamed(kindName) !== undefined && !isNew,
    // What is being edited is not replaced by what others save; saving shows them side by side.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const error = contract.error ?? query.error;
  if (!kindNamed(kindName) || !kind || error)
    return (
      <Page title={text('admin.title')}>
        <Failure error={error ?? new Problem(404, {}, new Headers())} onRetry={() => void query.refetch()} />
      </Page>
    );
  if (!contract.data || (!isNew && !query.data))
    return (
      <Page title={isNew ? text('admin.new', { kind: word('admin.one', kindName) }) : key}>
        <Skeleton lines={8} />
      </Page>
    );
  const { schemas } = contract.data.components;
  const schema = bodySchemaOf(contract.data, kind.put);
  const empty = emptyValue(schema, schemas);
  const body = query.data && !isNew ? bodyOf(query.data.value, schema, schemas) : isObject(empty) ? empty : {};
  return (
    <Editor
      key={`${kindName} ${key} ${query.data?.etag ?? ''}`}
      edited={{ kind, key: isNew ? undefined : key, base: { body, etag: isNew ? undefined : query.data?.etag } }}
      schema={schema}
      schemas={schemas}
      saved={isNew ? undefined : query.data?.value}
    />
  );
};
