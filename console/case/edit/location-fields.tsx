import { useState } from 'react';
import styles from '#console/case/edit/edit.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { NumberField, TextField } from '#console/ui/fields.tsx';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

type Place = CaseAnswer['location'];

interface LocationFieldsProps {
  value: Place;
  onChange: (place: Place) => void;
  fault: (path: string) => string | undefined;
}

const numberIn = (typed: number | undefined): number | undefined =>
  typed === undefined || Number.isNaN(typed) ? undefined : typed;

/** Where a case is: a point, and what people call it. Without a point there is no place. */
export const LocationFields = ({ value, onChange, fault }: LocationFieldsProps) => {
  const text = useText();
  // Of a point that is typed number by number there is half at times.
  const [typed, setTyped] = useState<{ lat?: number | undefined; lon?: number | undefined; address?: string }>(
    value ?? {},
  );
  const set = (changed: typeof typed) => {
    const next = { ...typed, ...changed };
    setTyped(next);
    const { lat, lon, address = '' } = next;
    const isPoint = lat !== undefined && lon !== undefined;
    onChange(isPoint ? { lat, lon, ...(address.trim() !== '' && { address }) } : undefined);
  };
  const degrees = { minimumFractionDigits: 0, maximumFractionDigits: 6 };
  return (
    <fieldset className={styles.section}>
      <legend>{text('case.field.location')}</legend>
      <TextField
        label={text('case.location.address')}
        isRequired={false}
        value={typed.address ?? ''}
        onChange={(address) => set({ address })}
        error={fault('location.address') ?? fault('location')}
      />
      <div className={styles.pair}>
        <NumberField
          label={text('case.location.lat')}
          isRequired={false}
          minValue={-90}
          maxValue={90}
          formatOptions={degrees}
          value={typed.lat ?? Number.NaN}
          onChange={(lat) => set({ lat: numberIn(lat) })}
          error={fault('location.lat')}
        />
        <NumberField
          label={text('case.location.lon')}
          isRequired={false}
          minValue={-180}
          maxValue={180}
          formatOptions={degrees}
          value={typed.lon ?? Number.NaN}
          onChange={(lon) => set({ lon: numberIn(lon) })}
          error={fault('location.lon')}
        />
      </div>
    </fieldset>
  );
};
