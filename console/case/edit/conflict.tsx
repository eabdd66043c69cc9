import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import styles from '#console/case/edit/edit.module.css';
import type { Difference, Side } from '#console/case/edit/edit.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useFieldName } from '#console/records/field-name.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { Banner } from '#console/ui/surface.tsx';

interface ConflictProps {
  differences: readonly Difference[];
  caseType: string;
  choices: Readonly<Record<string, Side>>;
  onChoose: (path: string, side: Side) => void;
}

/** What two people made of the same case, side by side: for each field whose words are to stand. */
export const Conflict = ({ differences, caseType, choices, onChoose }: ConflictProps) => {
  const text = useText();
  const fieldName = useFieldName();
  const valueWords = useValueWords();
  const words = (path: string, value: unknown) => valueWords(value, { name: path.split('.').at(-1) ?? path, caseType });
  const both = differences.filter(({ isBoth }) => isBoth);
  const others = differences.filter(({ isBoth }) => !isBoth);
  return (
    <>
      <Banner tone="warn">
        <div>
          <strong>{text('error.conflict')}</strong>
          <p>{text('error.conflictText')}</p>
        </div>
      </Banner>
      {both.map(({ path, mine, theirs }) => (
        <RadioGroup
          key={path}
          value={choices[path] ?? 'mine'}
          onChange={(side) => onChoose(path, side === 'theirs' ? 'theirs' : 'mine')}
          className={styles.conflict ?? ''}
        >
          <Label className={styles.conflictName ?? ''}>{fieldName(path, caseType)}</Label>
          <div className={styles.sides}>
            <Radio value="mine" className={styles.side ?? ''}>
              <span className={styles.sideName}>{text('error.mine')}</span>
              <span className={styles.sideValue}>{words(path, mine)}</span>
            </Radio>
            <Radio value="theirs" className={styles.side ?? ''}>
              <span className={styles.sideName}>{text('error.theirs')}</span>
              <span className={styles.sideValue}>{words(path, theirs)}</span>
            </Radio>
          </div>
        </RadioGroup>
      ))}
      {others.length > 0 && (
        <div>
          <p>{text('case.edit.alsoChanged')}</p>
          <ul className={styles.also}>
            {others.map(({ path, mine, theirs }) => (
              <li key={path}>
                {text('case.change', {
                  field: fieldName(path, caseType),
                  before: words(path, mine),
                  after: words(path, theirs),
                })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
};
