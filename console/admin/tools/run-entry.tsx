import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { useFieldName } from '#console/records/field-name.ts';
import { RecordLink } from '#console/records/record-link.tsx';
import { useValueWords } from '#console/records/value-words.ts';
import { Badge, Quiet, Row } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';

/** What a rule did, or would do, about one event. */
export interface Run {
  id?: string | undefined;
  eventId?: string | undefined;
  recordId: string;
  at?: string | undefined;
  matched: boolean;
  skipped?: string | undefined;
  failure?: { code: string; reason: string } | undefined;
  explanation?: unknown;
  actions: readonly {
    do: string;
    done: boolean;
    reason?: string | undefined;
    changed?: Record<string, unknown> | undefined;
  }[];
}

const Act = ({ act }: { act: Run['actions'][number] }) => {
  const { word } = useLabel();
  const fieldName = useFieldName();
  const valueWords = useValueWords();
  return (
    <li>
      <Badge tone={act.done ? 'good' : 'plain'} icon={act.done ? <Check aria-hidden /> : <Minus aria-hidden />}>
        {word(act.do)}
      </Badge>{' '}
      {act.reason !== undefined && <Quiet>{word(act.reason)}</Quiet>}
      {Object.entries(act.changed ?? {}).map(([name, value]) => (
        <p key={name}>
          <Quiet>{fieldName(name)}</Quiet> {valueWords(value, { name })}
        </p>
      ))}
    </li>
  );
};

/** A run that can be opened: what the condition found, and what became of each action. */
export const RunEntry = ({ run, of, children }: { run: Run; of?: string | undefined; children?: ReactNode }) => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  return (
    <details className={styles.entry}>
      <summary>
        <Badge tone={run.matched ? 'good' : 'plain'}>{text(run.matched ? 'admin.matched' : 'admin.notMatched')}</Badge>
        {run.skipped !== undefined && <Badge tone="warn">{word(run.skipped)}</Badge>}
        {run.at !== undefined && <span>{when.instant(run.at)}</span>}
        <span>{run.recordId}</span>
        <Quiet>{run.actions.map((act) => word(act.do)).join(', ')}</Quiet>
      </summary>
      <div className={styles.inside}>
        {run.failure && <Badge tone="danger">{run.failure.reason}</Badge>}
        {run.explanation !== undefined && run.explanation !== null && <ExplanationTree explanation={run.explanation} />}
        <ul className={styles.entries}>
          {run.actions.map((act, index) => {
            // Two actions may do the same, so their place is all there is.
            const place = `${index}`;
            return <Act key={place} act={act} />;
          })}
        </ul>
        <Row>
          <RecordLink of={of} id={run.recordId} />
          {children}
        </Row>
      </div>
    </details>
  );
};
