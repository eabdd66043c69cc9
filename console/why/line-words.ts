import { useIntl } from 'react-intl';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useFieldName } from '#console/records/field-name.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { type ConditionLine, fieldParts } from '#console/why/condition-tree.ts';

/** A line of a condition in words. */
export const useLineWords = (caseType?: string) => {
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
