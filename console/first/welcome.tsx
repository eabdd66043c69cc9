import styles from '#console/app/frame.module.css';
import { openSession } from '#console/app/session.ts';
import type { FirstView, FirstWords } from '#console/first/first-view.ts';
import { lookOf } from '#console/ui/button-look.ts';
import { InnerLink, PlainPage, Quiet, Row } from '#console/ui/plain.tsx';

const buttonId = 'sign-in';
const failureId = 'sign-in-failure';

/** `/` for those who are not signed in: all of that page, without the application. */
export const welcome = async (words: Promise<FirstWords>): Promise<FirstView> => {
  const { text, settings } = await words;
  const title = text('app.welcome', { name: settings.name ?? text('app.name') });
  const session = openSession(settings);
  const sayWhy = (error: unknown) => {
    const why = error instanceof TypeError ? text('error.offline') : String(error);
    document.getElementById(failureId)?.append(why);
  };
  const view = (
    <main className={styles.welcome}>
      <PlainPage title={title}>
        <p>{text('app.welcomeText')}</p>
        <Row>
          <button type="button" id={buttonId} className={lookOf({ look: 'primary' })}>
            {text('app.signIn')}
          </button>
          <InnerLink href="/portal/raise">{text('app.raise')}</InnerLink>
        </Row>
        <p role="alert" id={failureId} />
        <Quiet>{location.host}</Quiet>
      </PlainPage>
    </main>
  );
  const afterwards = () => {
    document.getElementById(buttonId)?.addEventListener('click', () => {
      document.getElementById(failureId)?.replaceChildren();
      session.signIn('/').catch(sayWhy);
    });
    session.prepare();
  };
  return { title, view, afterwards };
};
