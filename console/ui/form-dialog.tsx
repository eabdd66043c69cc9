import { type FormEvent, type ReactNode, useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { forgetKept } from '#console/ui/kept.ts';
import { Stack } from '#console/ui/surface.tsx';

/** What was found wrong at a pointer of the request. */
export type FaultAt = (pointer: string) => string | undefined;

interface FormDialogProps {
  title: string;
  /** The name of the button that sends it. */
  submit: string;
  /** Sends it; what it throws is shown above the fields, and the dialog stays open. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  /** The name by which `useKept` has what is typed: thrown away when it was sent, and by Cancel. */
  kept?: string;
  /** Where the fields stand in the request: their faults are shown beside them. */
  pointers?: readonly string[];
  isReady?: boolean;
  isWide?: boolean;
  isDangerous?: boolean;
  children?: (fault: FaultAt, error: unknown) => ReactNode;
}

/** A dialog that asks for something and sends it: closed once it was taken. */
export const FormDialog = (props: FormDialogProps) => {
  const {
    title,
    submit,
    onSubmit,
    onClose,
    kept,
    pointers = [],
    isReady = true,
    isWide,
    isDangerous,
    children,
  } = props;
  const text = useText();
  const [error, setError] = useState<unknown>();
  const [isPending, setPending] = useState(false);
  const leave = () => {
    if (kept !== undefined) forgetKept(kept);
    onClose();
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isPending || !isReady) return;
    setPending(true);
    setError(undefined);
    onSubmit()
      .then(leave, setError)
      .finally(() => setPending(false));
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} {...(isWide && { isWide })}>
      <form onSubmit={send} noValidate>
        <Stack>
          <FormFailure error={error} shown={pointers} />
          {children?.((pointer) => faultAt(error, pointer), error)}
          <Actions>
            <Button onPress={leave}>{text('action.cancel')}</Button>
            <Button type="submit" look={isDangerous ? 'danger' : 'primary'} isPending={isPending} isDisabled={!isReady}>
              {submit}
            </Button>
          </Actions>
        </Stack>
      </form>
    </Dialog>
  );
};
