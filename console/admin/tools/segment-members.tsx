import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { Listed } from '#console/records/listed.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Badge, Card, Row, Stack } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';

/** How the segment stands: who is in it, whether it is being filled, and since when it is so. */
const State = ({ segmentKey }: { segmentKey: string }) => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  const api = useApi();
  const { data } = useQuery({
    queryKey: ['admin', 'segments', segmentKey, 'state'],
    queryFn: async () => (await api.getSegments({ path: { key: segmentKey } })).data as Record<string, unknown>,
    refetchInterval: ({ state }) => (state.data?.state === 'computing' ? 3000 : false),
  });
  if (!data) return null;
  return (
    <Row>
      {typeof data.count === 'number' && <strong>{text('admin.people', { count: data.count })}</strong>}
      {typeof data.state === 'string' && <Badge tone="info">{word(data.state)}</Badge>}
      {typeof data.progress === 'number' && data.progress < 1 && <span>{Math.round(data.progress * 100)} %</span>}
      {typeof data.computedAt === 'string' && <span>{when.instant(data.computedAt)}</span>}
    </Row>
  );
};

/** Why somebody is in it, or is not. */
const WhyOne = ({ segmentKey }: { segmentKey: string }) => {
  const text = useText();
  const api = useApi();
  const [contact, setContact] = useState<string>();
  const ask = useMutation({
    mutationFn: async () => {
      const query = { segment: segmentKey, whyNot: 'true' } as never;
      const { data } = await api.contactSegments({ path: { id: contact ?? '' }, query });
      return data.items[0];
    },
  });
  return (
    <Card title={text('admin.whyOne')}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <ContactField label={text('admin.contactId')} value={contact} onChange={setContact} />
        <div>
          <Button type="submit" isPending={ask.isPending} isDisabled={contact === undefined}>
            {text('admin.explain')}
          </Button>
        </div>
      </form>
      <FormFailure error={ask.error} />
      {ask.data && (
        <Stack>
          <Badge tone={ask.data.held ? 'good' : 'plain'}>{text(ask.data.held ? 'admin.isIn' : 'admin.isNotIn')}</Badge>
          <ExplanationTree explanation={ask.data.explanation} />
        </Stack>
      )}
    </Card>
  );
};

/** Who is in a segment, since when, and until when where time alone ends it. */
export const SegmentMembers = ({ edited: { key = '' } }: ToolProps) => {
  const text = useText();
  const when = useWhen();
  const api = useApi();
  const list = usePages(
    ['segment-members', key],
    async (place) => (await api.segmentMembers({ path: { key }, query: { limit: 25, ...place } })).data,
  );
  return (
    <Stack>
      <State segmentKey={key} />
      <WhyOne segmentKey={key} />
      <Listed list={list} empty={text('admin.nobodyIn')}>
        {(members) => (
          <DataTable
            label={text('admin.tab.members')}
            items={members}
            idOf={({ contactId }) => contactId}
            columns={[
              {
                id: 'contact',
                name: text('admin.contactId'),
                cell: ({ contactId }) => <Link href={`/contacts/${contactId}`}>{contactId}</Link>,
              },
              { id: 'since', name: text('admin.since'), cell: ({ since }) => when.instant(since) },
              {
                id: 'until',
                name: text('admin.until'),
                cell: ({ until }) => (until === undefined ? '' : when.instant(until)),
              },
            ]}
            empty={null}
          />
        )}
      </Listed>
    </Stack>
  );
};
