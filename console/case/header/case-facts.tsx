import { ArrowUpRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from '#console/case/header/header.module.css';
import type { Text } from '#console/i18n/use-text.ts';
import { Badge } from '#console/ui/plain.tsx';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

interface CaseFactsProps {
  record: CaseAnswer;
  text: Text;
  /** What the record says by keys and ids, as people call it. */
  named: Record<'type' | 'status' | 'priority' | 'assignee' | 'due' | 'requester', ReactNode> & {
    stage?: string | undefined;
  };
  /** What leads to why a field is as it is, beside it. */
  why: (field: string, label: string) => ReactNode;
}

/** What the stage of a case is called. */
export const stageOf = (
  { stage }: CaseAnswer,
  type: { stages: readonly { key: string; name: string }[] } | undefined,
): string | undefined => type?.stages.find(({ key }) => key === stage)?.name ?? stage;

/** What one wants to know of a case before anything else. */
export const CaseFacts = ({ record, text, named, why }: CaseFactsProps) => {
  const fact = (label: string, value: ReactNode, field?: string) => (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>
        {value}
        {field !== undefined && why(field, label)}
      </dd>
    </div>
  );
  const { subtype, escalated, dueAt } = record;
  const level = (
    <Badge tone="danger" icon={<ArrowUpRight aria-hidden />}>
      {text('case.level', { level: escalated })}
    </Badge>
  );
  return (
    <dl className={styles.facts}>
      {fact(
        text('case.field.type'),
        <>
          {named.type}
          {subtype !== undefined && <Badge>{subtype}</Badge>}
        </>,
      )}
      {fact(text('case.field.status'), named.status, 'status')}
      {named.stage !== undefined && fact(text('case.field.stage'), named.stage, 'stage')}
      {fact(text('case.field.priority'), named.priority, 'priority')}
      {fact(text('case.assignee'), named.assignee, 'assignee')}
      {escalated > 0 && fact(text('case.field.escalated'), level, 'escalated')}
      {dueAt !== undefined && fact(text('case.field.dueAt'), named.due, 'dueAt')}
      {fact(text('case.requester'), named.requester)}
    </dl>
  );
};
