import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import type { FieldSort } from '#console/records/value-words.ts';
import { Failure } from '#console/ui/failure.tsx';
import { Skeleton } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';
import { runQuery } from '#console/why/runs-query.ts';
import styles from '#console/why/why.module.css';

const Conditions = ({ id, recordId, sort }: { id: string; recordId: string; sort: FieldSort }) => {
  const api = useApi();
  const text = useText();
  const { data: run, error } = useQuery(runQuery(api, { recordId, id }));
  if (error) return <Failure error={error} />;
  if (run === undefined) return <Skeleton lines={2} />;
  if (!run) return <p className={styles.found}>{text('why.runGone')}</p>;
  return <ExplanationTree explanation={run.explanation} caseType={sort.caseType} />;
};

/** The conditions of one run of a rule, asked for when they are looked at. */
export const RunOnRecord = (props: { id: string; recordId: string; sort: FieldSort }) => {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure className={styles.disclosure ?? ''} isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={3} className={styles.disclosureHead ?? ''}>
        <Button slot="trigger" className={styles.trigger ?? ''}>
          <ChevronRight aria-hidden />
          {text('why.conditions')}
        </Button>
      </Heading>
      <DisclosurePanel>{isOpen && <Conditions {...props} />}</DisclosurePanel>
    </Disclosure>
  );
};
