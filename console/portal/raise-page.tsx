import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { Link } from 'react-aria-components/Link';
import type { CasewardClient } from '#client/client.ts';
import { useApi, useConsole } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/portal/portal.module.css';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Quiet, Skeleton } from '#console/ui/surface.tsx';

/** The types of which the person who is signed in may raise a case for themselves. */
export const raisableTypesQuery = (api: CasewardClient) => ({
  queryKey: ['my-case-types'],
  queryFn: async () => (await api.listMyCaseTypes()).data.items,
});

const publicFormsQuery = (api: CasewardClient) => ({
  queryKey: ['public-forms'],
  queryFn: async () => (await api.publicForms()).data.items,
});

const FormName = ({ name, description }: { name: string; description?: string | undefined }) => (
  <>
    <span className={styles.subject}>{name}</span>
    {description !== undefined && <Quiet>{description}</Quiet>}
  </>
);

/**
 * What one may raise. The forms for anybody are pages of the server, which need no script, ask for
 * a place and offer what is known near it; those for people with a login are here.
 */
export const RaisePage = () => {
  const api = useApi();
  const { session } = useConsole();
  const text = useText();
  const isSignedIn = session.person() !== undefined;
  const mine = useQuery({ ...raisableTypesQuery(api), enabled: isSignedIn });
  const forms = useQuery(publicFormsQuery(api));
  const isPending = forms.isPending || (isSignedIn && mine.isPending);
  // Which of them are for anybody is known once both are there.
  const open = isPending ? [] : (forms.data ?? []);
  const own = isPending ? [] : (mine.data ?? []).filter(({ key }) => !open.some((one) => one.key === key));
  const error = forms.error ?? mine.error;
  const retry = () => void Promise.all([forms.refetch(), ...(isSignedIn ? [mine.refetch()] : [])]);
  return (
    <Page title={text('portal.raise')}>
      {isPending && <Skeleton />}
      {error && <Failure error={error} onRetry={retry} />}
      {!isPending && !error && own.length + open.length === 0 && (
        <EmptyState title={text('portal.noForms')} icon={<FileText aria-hidden />}>
          <p>{text('portal.noFormsText')}</p>
        </EmptyState>
      )}
      <ul className={styles.cases}>
        {own.map(({ key, ...words }) => (
          <li key={key}>
            <Link href={`/portal/raise/${key}`} className={styles.case}>
              <FormName {...words} />
            </Link>
          </li>
        ))}
        {open.map(({ key, ...words }) => (
          <li key={key}>
            <a href={`/forms/${key}`} className={styles.case}>
              <FormName {...words} />
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
};
