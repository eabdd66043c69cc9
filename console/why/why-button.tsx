import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { useValueWords } from '#console/records/value-words.ts';
import { Button } from '#console/ui/button.tsx';
import { Dialog } from '#console/ui/dialog.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Skeleton, Stack } from '#console/ui/surface.tsx';
import { ChainList } from '#console/why/chain-list.tsx';
import styles from '#console/why/why.module.css';
import { chainSteps } from '#console/why/why-chain.ts';

interface WhyProps {
  kind: 'case' | 'alert';
  id: string;
  /** A member of the record, such as `assignee` or `fields.course`. */
  field: string;
  /** What the field is called on the screen. */
  label: string;
  /** The type of a case, whose statuses have names. */
  type?: string;
}

const Answer = ({ kind, id, field, label, type }: WhyProps) => {
  const api = useApi();
  const text = useText();
  const when = useWhen();
  const valueWords = useValueWords();
  const { data, error, refetch } = useQuery({
    queryKey: [kind, id, 'why', field],
    queryFn: async () => {
      const question = { path: { id }, query: { field } };
      return (await (kind === 'case' ? api.whyCase(question) : api.whyAlert(question))).data;
    },
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={4} />;
  const sort = { name: field.split('.').at(-1) ?? field, caseType: type };
  return (
    <Stack>
      <p className={styles.value}>{text('why.value', { field: label, value: valueWords(data.value, sort) })}</p>
      {data.setBefore !== undefined && data.setBefore !== '' && (
        <p>{text('why.setBefore', { when: when.instant(data.setBefore) })}</p>
      )}
      <ChainList steps={chainSteps(data.chain)} sort={sort} />
    </Stack>
  );
};

/** Leads from a value back to what began it: events, rules, and at last a person or a signal. */
export const WhyButton = (props: WhyProps) => {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const title = text('why.heading', { field: props.label });
  return (
    <span className={styles.why}>
      <Button
        look="quiet"
        size="small"
        onPress={() => setOpen(true)}
        aria-label={text('why.ask', { field: props.label })}
      >
        {text('why.button')}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setOpen(false)} isWide>
        <Answer {...props} />
      </Dialog>
    </span>
  );
};
