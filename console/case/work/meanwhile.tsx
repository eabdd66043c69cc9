import { useState } from 'react';
import { Problem } from '#client/client.ts';
import { isSame } from '#console/case/edit/edit.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Banner } from '#console/ui/surface.tsx';

/**
 * What a form was opened on, though others go on changing it: what they have changed, too, is only
 * replaced once its reader has been told. `labels` are the names of what can be edited of it.
 */
export const useMeanwhile = <Edited extends { version: number }>(
  now: Edited,
  labels: Partial<Record<keyof Edited, string>>,
) => {
  const [base] = useState(now);
  const [isTold, setTold] = useState(false);
  const members = Object.keys(labels) as (keyof Edited)[];
  const changed = members.filter((member) => !isSame(base[member], now[member]));
  const { version } = isTold || changed.length === 0 ? now : base;
  return {
    base,
    changed: changed.map((member) => labels[member] ?? ''),
    /** Puts it in the place of the version that its reader has seen. */
    put: async <Answer,>(call: (ifMatch: string) => Promise<Answer>): Promise<Answer> => {
      try {
        return await call(`"${version}"`);
      } catch (error) {
        if (error instanceof Problem && error.code === 'stale') setTold(true);
        throw error;
      }
    },
  };
};

/** Says what others have changed since the form was opened; what was typed stays. */
export const Meanwhile = ({ changed }: { changed: readonly string[] }) => {
  const text = useText();
  if (changed.length === 0) return null;
  return <Banner>{text('case.edit.meanwhile', { fields: changed.join(', ') })}</Banner>;
};
