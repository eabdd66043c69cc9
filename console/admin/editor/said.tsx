import { type QueryClient, useQuery } from '@tanstack/react-query';
import styles from '#console/admin/editor/editor.module.css';
import { type Finding, Findings } from '#console/admin/tools/findings.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Banner } from '#console/ui/surface.tsx';

/** What the API says of something as it saves it, and not again. */
interface SaidOnSaving {
  warnings: readonly Finding[];
  secret?: string | undefined;
}

const nothing: SaidOnSaving = { warnings: [] };
const saidKey = (kind: string, key: string) => ['admin-said', kind, key];

/** Keeps what an answer says beside the value: the editor that asked is gone when it is shown. */
export const keepSaid = (queries: QueryClient, [kind, key]: [string, string], answer: object): void => {
  const { warnings = [], secret } = answer as Partial<SaidOnSaving>;
  queries.setQueryData<SaidOnSaving>(saidKey(kind, key), { warnings, secret });
};

/** What was odd about what was saved, and a secret that is shown this once. */
export const Said = ({ kind, itemKey }: { kind: string; itemKey: string }) => {
  const text = useText();
  const { data = nothing } = useQuery({
    queryKey: saidKey(kind, itemKey),
    queryFn: () => nothing,
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <Findings findings={data.warnings} tone="warn" />
      {data.secret !== undefined && (
        <Banner>
          <div>
            <p>{text('admin.secretOnce')}</p>
            <code className={styles.secret}>{data.secret}</code>
          </div>
        </Banner>
      )}
    </>
  );
};
