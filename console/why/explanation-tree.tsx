import { CircleCheck, CircleX } from 'lucide-react';
import { useIntl } from 'react-intl';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useFieldName } from '#console/records/field-name.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { type ConditionLine, type ConditionNode, conditionTree, fieldParts } from '#console/why/condition-tree.ts';
import styles from '#console/why/why.module.css';
import type { Explanation } from '#shared/core/conditions/explanation.ts';

/** A line of a condition in words. */
const useLineWords = (caseType: string | undefined) => {
  const text = useText();
  const word = useWord();
  const intl = useIntl();
  const fieldName = useFieldName();
  const valueWords = useValueWords();
  const nameOf = (field: string): string => {
    const { of, member } = fieldParts(field);
    if (member === '') return fieldName(of);
    return text('why.fieldOf', { field: fieldName(member, caseType), of: word('why.of', of) });
  };
  const compared = (name: string, { op, wanted, sort }: { op: string; wanted: unknown; sort: string }): string => {
    const id = `why.op.${op}`;
    const values = { field: name, wanted: valueWords(wanted, { name: sort, caseType }) };
    return intl.messages[id] === undefined ? `${name} ${op} ${values.wanted}` : intl.formatMessage({ id }, values);
  };
  return (line: ConditionLine): { said: string; found?: string } => {
    switch (line.kind) {
      case 'all':
      case 'any':
      case 'not':
        return { said: text(`why.node.${line.kind}`) };
      case 'comparison': {
        const sort = line.field.split('.').at(-1) ?? '';
        return {
          said: compared(nameOf(line.field), { op: line.op, wanted: line.wanted, sort }),
          found: valueWords(line.value, { name: sort, caseType }),
        };
      }
      case 'some':
      case 'none':
        return {
          said: text(`why.node.${line.kind}`, { of: word('why.many', line.of) }),
          found: text('why.ofRecords', { value: line.value ?? 0, records: line.records }),
        };
      case 'at-least':
        return {
          said: text('why.atLeast', { least: line.least, of: word('why.many', line.of) }),
          found: text('why.ofRecords', { value: line.value ?? 0, records: line.records }),
        };
      case 'count': {
        const name = text('why.countOf', { of: word('why.many', line.of), within: line.within });
        return {
          said: compared(name, { op: line.op, wanted: line.wanted, sort: 'count' }),
          found: valueWords(line.value, { name: 'count' }),
        };
      }
      case 'working':
        return { said: text('why.working', { calendar: line.calendar }) };
    }
  };
};

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
