import { askAhead } from '#console/app/asked-ahead.ts';
import { AccountPlace, FrameShape } from '#console/app/frame-shape.tsx';
import { type FirstView, type FirstWords, firstWhen } from '#console/first/first-view.ts';
import type { MyCaseRecord } from '#console/portal/my-case.ts';
import { MyCaseLines } from '#console/portal/my-case-lines.tsx';
import { lookOf } from '#console/ui/button-look.ts';
import { InnerLink, PlainPage } from '#console/ui/plain.tsx';

/** The cases of a requester; undefined where they are not known or there are none. */
export const firstOfPortal = async (words: Promise<FirstWords>): Promise<FirstView | undefined> => {
  const [said, cases] = await Promise.all([
    words,
    askAhead<{ items: readonly MyCaseRecord[] }>('/v1/me/cases', { limit: '25' }),
  ]);
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
