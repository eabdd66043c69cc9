import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/portal/portal.module.css';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Quiet, Skeleton } from '#console/ui/surface.tsx';

/** The forms that anybody may fill in. They are pages of the server, which need no script. */
export const RaisePage = () => {
  const api = useApi();
  const text = useText();
  const forms = useQuery({ queryKey: ['public-forms'], queryFn: async () => (await api.publicForms()).data.items });
  return (
    <Page title={text('portal.raise')}>
      {forms.isPending && <Skeleton />}
      {forms.isError && <Failure error={forms.error} onRetry={() => void forms.refetch()} />}
      {forms.data?.length === 0 && (
        <EmptyState title={text('portal.noForms')} icon={<FileText aria-hidden />}>
          <p>{text('portal.noFormsText')}</p>
        </EmptyState>
      )}
      <ul className={styles.cases}>
        {forms.data?.map(({ key, name, description }) => (
          <li key={key}>
            <a href={`/forms/${key}`} className={styles.case}>
              <span className={styles.subject}>{name}</span>
              {description !== undefined && <Quiet>{description}</Quiet>}
            </a>
          </li>
        ))}
      </ul>
    </Page>
  );
};
