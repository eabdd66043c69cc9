import { CircleCheck, CircleX } from 'lucide-react';
import { useText } from '#console/i18n/use-text.ts';
import { type ConditionNode, conditionTree } from '#console/why/condition-tree.ts';
import { useLineWords } from '#console/why/line-words.ts';
import styles from '#console/why/why.module.css';
import type { Explanation } from '#shared/core/conditions/explanation.ts';

const Node = ({ node, caseType }: { node: ConditionNode; caseType: string | undefined }) => {
  const text = useText();
  const { said, found } = useLineWords(caseType)(node.line);
  return (
    <li>
      <span className={node.held ? styles.held : styles.missed}>
        {node.held ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
        <span>
          <span className="visually-hidden">{text(node.held ? 'why.held' : 'why.missed')} </span>
          {said}
          {found !== undefined && <span className={styles.found}> {text('why.found', { value: found })}</span>}
        </span>
      </span>
      {node.parts.length > 0 && (
        <ul>
          {node.parts.map((part, place) => (
            <Node key={String(place)} node={part} caseType={caseType} />
          ))}
        </ul>
      )}
    </li>
  );
};

/** A condition with what was found of each part of it, in words. */
export const ExplanationTree = ({ explanation, caseType }: { explanation: unknown; caseType?: string | undefined }) => {
  const text = useText();
  if (typeof explanation !== 'object' || explanation === null || !('held' in explanation))
    return <p className={styles.found}>{text('why.noCondition')}</p>;
  const node = conditionTree(explanation as Explanation);
  if (node.line.kind === 'all' && node.parts.length === 0)
    return <p className={styles.found}>{text('why.noCondition')}</p>;
  return (
    <ul className={styles.tree}>
      <Node node={node} caseType={caseType} />
    </ul>
  );
};
