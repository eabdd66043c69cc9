import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '#client/client.ts';
import { useText } from '#console/i18n/use-text.ts';
import type { MyCase, MyContact } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Button } from '#console/ui/button.tsx';
import { Actions } from '#console/ui/dialog.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Facts } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

const names = ['name', 'email', 'phone'] as const;
type Changes = Partial<Record<(typeof names)[number], string>>;

interface FormProps {
  mine: MyCase;
  contact: MyContact;
  etag: string | undefined;
  onDone: () => void;
}

const DetailsForm = ({ mine, contact, etag, onDone }: FormProps) => {
  const text = useText();
  const queries = useQueryClient();
  const [changes, setChanges] = useState<Changes>({});
  const save = useMutation({
    mutationFn: () => mine.editContact(changes, etag),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: mine.key });
      sayDone(text('state.saved'));
      onDone();
    },
    // What was typed stays; the next try is decided on what is there now.
    onError: (error) =>
      error instanceof Problem && error.code === 'stale' && queries.invalidateQueries({ queryKey: mine.key }),
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <FormFailure error={save.error} shown={names.map((name) => `/${name}`)} />
      {names.map((name) => (
        <TextField
          key={name}
          name={name}
          label={text(`portal.contact.${name}`)}
          autoComplete={name === 'phone' ? 'tel' : name}
          value={changes[name] ?? contact[name] ?? ''}
          onChange={(value) => setChanges({ ...changes, [name]: value })}
          error={faultAt(save.error, `/${name}`)}
        />
      ))}
      <Actions>
        <Button onPress={onDone}>{text('action.cancel')}</Button>
        <Button look="primary" type="submit" isPending={save.isPending}>
          {text('action.save')}
        </Button>
      </Actions>
    </form>
  );
};

/** Who the requester is in this case, and a way to put it right. */
export const DetailsOfMine = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const { data } = useQuery({ queryKey: [...mine.key, 'my contact'], queryFn: mine.contact, retry: false });
  if (!data) return null;
  const { data: contact, etag } = data;
  return (
    <Card
      title={text('portal.details')}
      actions={!isOpen && <Button onPress={() => setOpen(true)}>{text('action.edit')}</Button>}
    >
      {isOpen ? (
        <DetailsForm mine={mine} contact={contact} etag={etag} onDone={() => setOpen(false)} />
      ) : (
        <Facts
          facts={names.map(
            (name) => contact[name] !== undefined && ([text(`portal.contact.${name}`), contact[name]] as const),
          )}
        />
      )}
    </Card>
  );
};
