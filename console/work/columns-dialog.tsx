import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { CheckboxGroup } from '#console/ui/checkbox-group.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useWide } from '#console/ui/use-screen.ts';
import { useAllCaseColumns } from '#console/work/case-columns.tsx';

interface ColumnsDialogProps {
  /** The fields that the list shows, where somebody has chosen them. */
  shown: readonly string[] | undefined;
  onChoose: (columns: readonly string[]) => void;
  onClose: () => void;
}

/** Which columns a list has. The subject leads to the case, so it is in every list. */
export const ColumnsDialog = ({ shown, onChoose, onClose }: ColumnsDialogProps) => {
  const text = useText();
  const isWide = useWide();
  const columns = useAllCaseColumns().filter(({ id }) => id !== 'subject');
  const usual = columns.filter(({ isTertiary }) => !isTertiary || isWide).map(({ id }) => id);
  const [chosen, setChosen] = useState(shown?.filter((id) => id !== 'subject') ?? usual);
  return (
    <FormDialog
      title={text('work.columns')}
      submit={text('action.apply')}
      onSubmit={async () => onChoose(['subject', ...chosen])}
      onClose={onClose}
    >
      {() => <CheckboxGroup label={text('work.columnsShown')} choices={columns} value={chosen} onChange={setChosen} />}
    </FormDialog>
  );
};
