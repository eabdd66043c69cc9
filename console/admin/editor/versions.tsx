import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ChangeList } from '#console/admin/editor/change-list.tsx';
import styles from '#console/admin/editor/editor.module.css';
import type { Edited } from '#console/admin/editor/use-draft.ts';
import { type Configured, callNamed } from '#console/admin/kinds.ts';
import type { JsonObject } from '#console/admin/schema/json.ts';
import { bodyOf, type JsonSchema, type Schemas } from '#console/admin/schema/shape.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { everyItemOf, type PageOf } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Select } from '#console/ui/fields.tsx';
import { Card, Quiet, Skeleton } from '#console/ui/surface.tsx';

interface VersionsProps {
  edited: Edited;
  schema: JsonSchema;
  schemas: Schemas;
  onTake: (body: JsonObject) => void;
}

const readAll = async (api: ReturnType<typeof useApi>, { kind, key = '' }: Edited): Promise<Configured[]> => {
  const { versions, keyName } = kind;
  if (!versions) return [];
  const found = await everyItemOf(async (place) => {
    const { data } = await callNamed(api, versions, { path: { [keyName]: key }, query: { limit: 100, ...place } });
    return data as PageOf<Configured>;
  });
  return found.reverse();
};

/** Every version there was: who made it, what it changed, and a way to take it again. */
export const Versions = ({ edited, schema, schemas, onTake }: VersionsProps) => {
  const text = useText();
  const when = useWhen();
  const api = useApi();
  const { kind, key } = edited;
  const query = useQuery({ queryKey: ['admin', kind.kind, key, 'versions'], queryFn: () => readAll(api, edited) });
  const [chosen, setChosen] = useState<number>();
  const [against, setAgainst] = useState<number>();
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton />;
  const versions = query.data;
  const current = versions.find(({ version }) => version === chosen) ?? versions[0];
  const earlier = versions.find(({ version }) => version === (against ?? (current?.version ?? 0) - 1));
  const body = (one: Configured | undefined) => one && bodyOf(one, schema, schemas);
  return (
    <div className={styles.versions}>
      <ul className={styles.changes}>
        {versions.map(({ version = 0, updatedAt = '', createdAt = '', savedBy, deleted }) => (
          <li key={version}>
            <button
              type="button"
              className={styles.version}
              aria-pressed={version === current?.version}
              onClick={() => {
                setChosen(version);
                setAgainst(undefined);
              }}
            >
              <strong>{text('admin.version', { version })}</strong>
              <Quiet>
                {when.instant(updatedAt || createdAt)} · {savedBy?.id ?? text('state.unknownPerson')}
                {deleted && ` · ${text('admin.deletedThen')}`}
              </Quiet>
            </button>
          </li>
        ))}
      </ul>
      <Card
        title={text('admin.version', { version: current?.version ?? 0 })}
        actions={
          current && (
            <Button size="small" onPress={() => onTake(body(current) ?? {})}>
              {text('admin.takeAgain')}
            </Button>
          )
        }
      >
        {versions.length > 1 && (
          <Select
            label={text('admin.comparedWith')}
            choices={versions
              .filter(({ version }) => version !== current?.version)
              .map(({ version = 0 }) => ({ id: `${version}`, name: text('admin.version', { version }) }))}
            value={earlier?.version === undefined ? undefined : `${earlier.version}`}
            onChange={(id) => setAgainst(Number(id))}
          />
        )}
        {earlier ? (
          <ChangeList before={body(earlier)} after={body(current)} />
        ) : (
          <Quiet>{text('admin.firstVersion')}</Quiet>
        )}
      </Card>
    </div>
  );
};
