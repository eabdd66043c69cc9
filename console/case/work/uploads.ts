import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { putFile } from '#console/ui/upload.ts';

/** A file on its way. */
export interface Upload {
  id: number;
  name: string;
  /** How much of it has arrived, 0 to 1. */
  part: number;
  error?: unknown;
}

let last = 0;
const unknownType = 'application/octet-stream';

/** Announces files to the case and puts them where the API says, each with how far it has come. */
export const useUploads = () => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const change = (upload: number, values: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === upload ? { ...one, ...values } : one)));
  const forget = (upload: number) => setUploads((all) => all.filter((one) => one.id !== upload));

  const upload = async (file: File, isPrivate: boolean): Promise<void> => {
    last += 1;
    const mine = last;
    setUploads((all) => [...all, { id: mine, name: file.name, part: 0 }]);
    try {
      await act(async () => {
        const { name, size, type } = file;
        if (size === 0) throw new Error(text('error.emptyFile', { name }));
        const body = { name, size, contentType: type === '' ? unknownType : type, private: isPrivate };
        const { data } = await api.announceCaseFile({ path: { id }, body });
        await putFile(data.upload, file, (part) => change(mine, { part }));
      });
      forget(mine);
    } catch (error) {
      change(mine, { error });
    }
  };
  return { uploads, upload, forget };
};
