import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/portal/portal.module.css';
import { Button } from '#console/ui/button.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Banner, Page } from '#console/ui/surface.tsx';

/** A link that opens nothing any more: another one is mailed to the requester of the case. */
export const RenewLink = () => {
  const api = useApi();
  const text = useText();
  const [reference, setReference] = useState('');
  const [email, setEmail] = useState('');
  const renew = useMutation({ mutationFn: () => api.renewLink({ body: { reference, email } }) });
  return (
    <Page title={text('portal.linkOver')}>
      <p>{text('portal.linkOverText')}</p>
      {renew.isSuccess ? (
        <Banner>{text('portal.linkAsked')}</Banner>
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            renew.mutate();
          }}
        >
          <FormFailure error={renew.error} shown={['/reference', '/email']} />
          <TextField
            label={text('portal.reference')}
            value={reference}
            onChange={setReference}
            error={faultAt(renew.error, '/reference')}
          />
          <TextField
            label={text('portal.contact.email')}
            type="email"
            autoComplete="email"
            value={email}
            onChange={setEmail}
            error={faultAt(renew.error, '/email')}
          />
          <div>
            <Button look="primary" type="submit" isPending={renew.isPending}>
              {text('portal.askLink')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  );
};
