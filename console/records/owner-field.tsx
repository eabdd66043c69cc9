import { useDirectory } from '#console/records/directory.ts';
import { ownerChoices, ownerFromId, ownerToId } from '#console/records/people.ts';
import { ComboBox, type FieldWords } from '#console/ui/fields.tsx';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** A team or a person to give something to, found by typing; of the groups `among`, if given. */
export const OwnerField = ({
  value,
  onChange,
  among,
  ...words
}: FieldWords & {
  value: PersonOrGroup | undefined;
  onChange: (owner: PersonOrGroup | undefined) => void;
  among?: ReadonlySet<string>;
}) => {
  const directory = useDirectory();
  return (
    <ComboBox
      {...words}
      key={directory.groups.size}
      choices={ownerChoices(directory, among)}
      value={value && ownerToId(value)}
      onChange={(id) => onChange(id === undefined ? undefined : ownerFromId(id))}
    />
  );
};
