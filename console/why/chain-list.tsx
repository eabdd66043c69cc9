import { Link } from 'react-aria-components/Link';
import { useIntl } from 'react-intl';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useDirectory } from '#console/records/directory.ts';
import { Ago } from '#console/records/due-words.tsx';
import { type FieldSort, useValueWords } from '#console/records/value-words.ts';
import { RunOnRecord } from '#console/why/run-on-record.tsx';
import styles from '#console/why/why.module.css';
import type { ChainStep } from '#console/why/why-chain.ts';

const pageOf: Readonly<Record<string, string>> = { case: '/cases/', alert: '/alerts/', contact: '/contacts/' };

/** What an event was about, leading to its page. */
const SubjectLink = ({ of: { kind, id, reference } }: { of: { kind: string; id: string; reference?: string } }) => {
  const word = useWord();
  const page = pageOf[kind];
  const name = reference ?? word('why.kind', kind);
  return page === undefined ? <span>{name}</span> : <Link href={`${page}${encodeURIComponent(id)}`}>{name}</Link>;
};

const useStepWords = (sort: FieldSort) => {
  const text = useText();
  const word = useWord();
  const valueWords = useValueWords();
  const { nameOfPerson } = useDirectory();
  return (step: ChainStep): string => {
    switch (step.kind) {
      case 'set':
        return step.before === undefined && step.after === undefined
          ? text('why.step.begun', { event: word('case.eventName', step.event) })
          : text('why.step.set', {
              event: word('case.eventName', step.event),
              before: valueWords(step.before, sort),
              after: valueWords(step.after, sort),
            });
      case 'event':
        return text('why.step.event', { event: word('case.eventName', step.event) });
      case 'rule':
        return text('why.step.rule', { title: step.title });
      case 'routine':
        return text('why.step.routine', { title: step.title });
      case 'workflow':
        return text('why.step.workflow', { id: step.id });
      case 'signal':
        return text('why.step.signal', { id: step.id });
      case 'user':
        return text('why.step.user', { name: nameOfPerson(step.id) });
      case 'requester':
      case 'clock':
      case 'system':
      case 'hidden':
        return text(`why.step.${step.kind}`);
    }
  };
};

/** The links of a chain, the newest first, as a list of sentences. */
export const ChainList = ({ steps, sort }: { steps: readonly ChainStep[]; sort: FieldSort }) => {
  const words = useStepWords(sort);
  const { locale } = useIntl();
  return (
    <ol className={styles.chain} lang={locale}>
      {steps.map((step, place) => (
        <li key={`${step.at} ${String(place)}`} className={styles.step}>
          <p>
            {words(step)} {step.kind === 'event' && step.of && <SubjectLink of={step.of} />}
          </p>
          <p className={styles.found}>
            <Ago at={step.at} />
          </p>
          {(step.kind === 'rule' || step.kind === 'routine') && step.run && <RunOnRecord {...step.run} sort={sort} />}
        </li>
      ))}
    </ol>
  );
};
