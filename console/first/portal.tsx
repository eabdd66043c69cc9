import { askAhead } from '#console/app/asked-ahead.ts';
import { AccountPlace, FrameShape } from '#console/app/frame-shape.tsx';
import { serverNow } from '#console/app/server-clock.ts';
import { type FirstView, type FirstWords, firstWhen, type ItemsOf } from '#console/first/first-view.ts';
import { whenAt } from '#console/i18n/instants.ts';
import { AboutMine } from '#console/portal/about-mine.tsx';
import { AskedOfMine } from '#console/portal/asked-of-mine.tsx';
import { entriesOf, entriesShown } from '#console/portal/entries.ts';
import { EntriesOfMine } from '#console/portal/entries-of-mine.tsx';
import { newestOfMine, wholeOfMine } from '#console/portal/first-pages.ts';
import type { Happening, MyCaseRecord, MyNote, MyQuestion } from '#console/portal/my-case.ts';
import { MyCaseLines } from '#console/portal/my-case-lines.tsx';
import styles from '#console/portal/portal.module.css';
import { StatusOfMine } from '#console/portal/status-of-mine.tsx';
import { lookOf } from '#console/ui/button-look.ts';
import { Card, InnerLink, PlainPage, Row } from '#console/ui/plain.tsx';

/** The cases of a requester; undefined where they are not known or there are none. */
export const firstOfPortal = async (words: Promise<FirstWords>): Promise<FirstView | undefined> => {
  const [said, cases] = await Promise.all([words, askAhead<ItemsOf<MyCaseRecord>>('/v1/me/cases', { limit: '25' })]);
  if (!cases || cases.items.length === 0) return undefined;
  const { text, settings } = said;
  const view = (
    <FrameShape text={text} name={settings.name} head={<AccountPlace />}>
      <PlainPage
        title={text('portal.title')}
        actions={
          <InnerLink href="/portal/raise" className={lookOf({ look: 'primary' })}>
            {text('portal.raise')}
          </InnerLink>
        }
      >
        <MyCaseLines records={cases.items} text={text} when={firstWhen(said)} />
      </PlainPage>
    </FrameShape>
  );
  return { title: text('portal.title'), view };
};

const readOf = <Item,>({ items, nextCursor }: ItemsOf<Item>) => ({ items, hasMore: nextCursor !== undefined });

/**
 * One case of a requester: where it stands, what they are asked, what was written.
 * @param path the case in the API, by its id or by the link of a mail
 */
export const firstOfMyCase = async (words: Promise<FirstWords>, path: string): Promise<FirstView | undefined> => {
  const [said, record, questions, notes, history] = await Promise.all([
    words,
    askAhead<MyCaseRecord>(path),
    askAhead<ItemsOf<MyQuestion>>(`${path}/questions`, wholeOfMine),
    askAhead<ItemsOf<MyNote>>(`${path}/notes`, newestOfMine),
    askAhead<ItemsOf<Happening>>(`${path}/history`, newestOfMine),
  ]);
  if (!record || !questions || !notes || !history) return undefined;
  const { text, word, locale, settings } = said;
  const when = whenAt(serverNow(), locale);
  const asked = questions.items.filter(({ state }) => state === 'open');
  const withdraw = (
    <button type="button" className={lookOf({})}>
      {text('portal.withdraw')}
    </button>
  );
  const view = (
    <FrameShape text={text} name={settings.name} head={<AccountPlace />}>
      <PlainPage title={record.subject} actions={record.closedAt === undefined && withdraw}>
        <Row>
          <StatusOfMine record={record} />
        </Row>
        {asked.length > 0 && (
          <Card title={text('portal.questions')}>
            {asked.map((question) => (
              <div key={question.id} className={styles.question}>
                <AskedOfMine question={question} text={text} when={when} />
              </div>
            ))}
          </Card>
        )}
        <AboutMine record={record} text={text} when={when} />
        <Card title={text('portal.history')}>
          <EntriesOfMine
            entries={entriesOf(readOf(notes), readOf(history)).slice(0, entriesShown)}
            text={text}
            word={word}
            when={when}
          />
        </Card>
      </PlainPage>
    </FrameShape>
  );
  return { title: record.subject, view };
};
