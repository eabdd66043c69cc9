import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import styles from '#console/local/local.module.css';
import { type LocalMail, localStack } from '#console/local/stack-api.ts';
import { Failure } from '#console/ui/failure.tsx';
import { SearchField } from '#console/ui/search-field.tsx';
import { EmptyState, Quiet, Skeleton } from '#console/ui/surface.tsx';

const everyMs = 2000;
const most = 100;

const addressIn = /(https?:\/\/[^\s<>()"]+)/;

/** The parts of a text, each with where it begins. */
const partsOf = (text: string): { at: number; part: string }[] => {
  let at = 0;
  return text.split(addressIn).map((part) => {
    const begin = at;
    at += part.length;
    return { at: begin, part };
  });
};

/** The text of a mail, whose addresses of pages can be followed. */
const Words = ({ text }: { text: string }) => (
  <p className={styles.words}>
    {partsOf(text).map(({ at, part }) =>
      addressIn.test(part) ? (
        <a key={at} href={part}>
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
);

const fits = (mail: LocalMail, words: string): boolean =>
  `${mail.to.join(' ')} ${mail.subject}`.toLowerCase().includes(words.toLowerCase());

/** Every mail that was sent, the newest first. */
export const InboxPanel = () => {
  const text = useText();
  const when = useWhen();
  const [words, setWords] = useState('');
  const mails = useQuery({ queryKey: ['local', 'mail'], queryFn: localStack.mails, refetchInterval: everyMs });
  if (mails.isPending) return <Skeleton />;
  if (mails.isError) return <Failure error={mails.error} />;
  const shown = mails.data
    .map((mail, number) => ({ mail, number }))
    .toReversed()
    .filter(({ mail }) => fits(mail, words));
  return (
    <>
      <SearchField label={text('local.searchMail')} value={words} onChange={setWords} />
      {shown.length === 0 && <EmptyState title={text('local.noMail')} />}
      <ul className={styles.list}>
        {shown.slice(0, most).map(({ mail, number }) => (
          <li key={number}>
            <details>
              <summary>
                <strong>{mail.subject}</strong>{' '}
                <Quiet>
                  {mail.to.join(', ')} · {when.instant(mail.at)}
                </Quiet>
              </summary>
              <Words text={mail.text} />
            </details>
          </li>
        ))}
      </ul>
    </>
  );
};
