import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { CheckboxGroup } from '#console/ui/checkbox-group.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useAllCaseColumns } from '#console/work/case-columns.tsx';

interface ColumnsDialogProps {
  shown: readonly string[];
  onChoose: (columns: readonly string[]) => void;
  onClose: () => void;
}

/** Which columns a list has. The subject leads to the case, so it is in every list. */
export const ColumnsDialog = ({ shown, onChoose, onClose }: ColumnsDialogProps) => {
  const text = useText();
  const [chosen, setChosen] = useState(shown);
  const choices = useAllCaseColumns().flatMap(({ id, name }) => (id === 'subject' ? [] : [{ id, name }]));
  return (
    <FormDialog
      title={text('work.columns')}
      submit={text('action.apply')}
      onSubmit={async () => onChoose(['subject', ...chosen])}
      onClose={onClose}
    >
      {() => <CheckboxGroup label={text('work.columnsShown')} choices={choices} value={chosen} onChange={setChosen} />}
    </FormDialog>
  );
};
