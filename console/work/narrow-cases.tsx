import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { useConfigured } from '#console/records/configured.ts';
import { ContactName } from '#console/records/contact-name.tsx';
import { type RowKeys, toggled, useRowKeys } from '#console/ui/row-keys.ts';
import { CaseLines } from '#console/work/case-lines.tsx';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

interface NarrowCasesProps {
  items: readonly CaseAnswer[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  rowKeys: RowKeys<CaseAnswer>;
}

const idOf = ({ id }: CaseAnswer): string => id;

/** Cases on a narrow screen: walked through, selected and claimed by keys as in the table. */
export const NarrowCases = ({ items, selected, onSelect, rowKeys }: NarrowCasesProps) => {
  const text = useText();
  const when = useWhen();
  const types = useConfigured('case-types');
  const frame = useRowKeys({ items, idOf, rowKeys, selected, onSelect });
  return (
    <div ref={frame}>
      <CaseLines
        records={items}
        contactOf={({ contactId }) => <ContactName id={contactId} isPlain />}
        types={types}
        text={text}
        when={when}
        selected={selected}
        onPick={(id) => onSelect(toggled(selected, id))}
        onPickAll={(isWhole) => onSelect(new Set(isWhole ? [] : items.map(idOf)))}
      />
    </div>
  );
};
