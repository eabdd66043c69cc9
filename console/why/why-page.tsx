import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { EmptyState, Page } from '#console/ui/surface.tsx';
import { RuleRuns } from '#console/why/rule-runs.tsx';
import styles from '#console/why/why.module.css';

/** `/why?recordId=`: what rules did about a record. */
export const WhyPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const { recordId } = useSearch({ from: '/staff/why' });
  const [typed, setTyped] = useState(recordId ?? '');
  const look = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/why', search: typed.trim() === '' ? {} : { recordId: typed.trim() } });
  };
  return (
    <Page title={text('why.title')}>
      <form onSubmit={look} className={styles.ask}>
        <TextField label={text('why.record')} value={typed} onChange={setTyped} />
        <Button type="submit">{text('why.look')}</Button>
      </form>
      {recordId === undefined ? (
        <EmptyState title={text('why.which')}>
          <p>{text('why.whichText')}</p>
        </EmptyState>
      ) : (
        <RuleRuns key={recordId} recordId={recordId} />
      )}
    </Page>
  );
};
