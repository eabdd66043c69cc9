import { Upload } from 'lucide-react';
import { FileTrigger, type FileTriggerProps } from 'react-aria-components/FileTrigger';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Row } from '#console/ui/surface.tsx';

interface ChooseFileProps extends Pick<FileTriggerProps, 'acceptedFileTypes'> {
  file: File | undefined;
  onChoose: (file: File | undefined) => void;
}

/** A button that lets one file be chosen, and the name of the one that is. */
export const ChooseFile = ({ file, onChoose, acceptedFileTypes }: ChooseFileProps) => {
  const text = useText();
  return (
    <Row>
      <FileTrigger acceptedFileTypes={acceptedFileTypes} onSelect={(files) => onChoose(files?.[0])}>
        <Button>
          <Upload aria-hidden />
          {text('admin.chooseFile')}
        </Button>
      </FileTrigger>
      {file && <strong>{file.name}</strong>}
    </Row>
  );
};
