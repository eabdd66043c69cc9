import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useLabel } from '#console/admin/form/form-context.ts';
import { PlacePage } from '#console/admin/places/place-page.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Listed } from '#console/records/listed.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { Badge, Card } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

const suppressedKey = ['suppressed-addresses'];

/** Addresses that get no mail any more, and getting them mail again. */
const SuppressedCard = () => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  const api = useApi();
  const queries = useQueryClient();
  const list = usePages(
    suppressedKey,
    async (place) => (await api.suppressedAddresses({ query: { limit: 25, ...place } })).data,
  );
  const mailAgain = (address: string) =>
    api
      .mailAddressAgain({ path: { address } })
      .then(() => sayDone(text('admin.mailedAgain', { address })))
      .then(() => queries.invalidateQueries({ queryKey: suppressedKey }));
  return (
    <Card title={text('admin.suppressed')}>
      <Listed list={list} empty={text('admin.noSuppressed')} emptyText={text('admin.suppressedText')}>
        {(items) => (
          <DataTable
            label={text('admin.suppressed')}
            items={items}
            idOf={({ address }) => address}
            columns={[
              { id: 'address', name: text('admin.address'), cell: ({ address }) => address },
              { id: 'reason', name: text('admin.reason'), cell: ({ reason }) => <Badge>{word(reason)}</Badge> },
              { id: 'detail', name: text('admin.detail'), cell: ({ detail }) => detail, isSecondary: true },
              { id: 'at', name: text('admin.at'), cell: ({ at }) => when.instant(at), isSecondary: true },
              {
                id: 'again',
                name: text('admin.mailAgain'),
                cell: ({ address }) => (
                  <Button size="small" onPress={() => mailAgain(address)}>
                    {text('admin.mailAgain')}
                  </Button>
                ),
              },
            ]}
            empty={null}
          />
        )}
      </Listed>
    </Card>
  );
};

/** Mails that came in and belonged to nothing, with why. */
const SetAsideCard = () => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  const api = useApi();
  const list = usePages(
    ['mail-set-aside'],
    async (place) => (await api.mailSetAside({ query: { limit: 25, ...place } })).data,
  );
  const open = async (id: string) => {
    const { data } = await api.oneMailSetAside({ path: { id } });
    if (data.download) location.assign(data.download.url);
  };
  return (
    <Card title={text('admin.setAside')}>
      <Listed list={list} empty={text('admin.noSetAside')} emptyText={text('admin.setAsideText')}>
        {(items) => (
          <DataTable
            label={text('admin.setAside')}
            items={items}
            idOf={({ id }) => id}
            columns={[
              { id: 'subject', name: text('admin.subject'), cell: ({ subject = '—' }) => subject },
              { id: 'from', name: text('admin.sender'), cell: ({ from = [] }) => from.join(', ') },
              {
                id: 'reason',
                name: text('admin.reason'),
                cell: ({ reason }) => <Badge tone="warn">{word(reason)}</Badge>,
              },
              {
                id: 'case',
                name: text('admin.aboutCase'),
                cell: ({ caseId, reference }) =>
                  caseId === undefined ? '' : <Link href={`/cases/${caseId}`}>{reference ?? caseId}</Link>,
              },
              { id: 'at', name: text('admin.at'), cell: ({ at }) => when.instant(at), isSecondary: true },
              {
                id: 'open',
                name: text('action.download'),
                cell: ({ id }) => (
                  <Button size="small" onPress={() => open(id)}>
                    {text('action.download')}
                  </Button>
                ),
              },
            ]}
            empty={null}
          />
        )}
      </Listed>
    </Card>
  );
};

export const MailPage = () => {
  const text = useText();
  return (
    <PlacePage title={text('admin.place.mail')} about={text('admin.placeAbout.mail')}>
      <SuppressedCard />
      <SetAsideCard />
    </PlacePage>
  );
};
