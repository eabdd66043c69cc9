import { createHash } from 'node:crypto';
import { type SamplePerson, samplePeople } from '#local/sign-in/people.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? '');

const style = `
  :root { color-scheme: light dark }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
  h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem }
  ul { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; margin: 0; padding: 0 }
  button { font: inherit; padding: .5rem .9rem; border-radius: .4rem; border: 1px solid; background: transparent; color: inherit; cursor: pointer }
  button:hover { text-decoration: underline }
  button:focus-visible, input:focus-visible { outline: 3px solid; outline-offset: 2px }
  label { display: block; margin: .6rem 0 }
  input { font: inherit; display: block; width: 100%; max-width: 26rem; padding: .4rem; box-sizing: border-box }
`;
const styleHash = createHash('sha256').update(style).digest('base64');

export interface HtmlPage {
  html: string;
  headers: Record<string, string>;
}

/** @param leadsTo where a form of the page may lead in the end, beside the issuer itself */
const page = (title: string, content: string, leadsTo = ''): HtmlPage => ({
  html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self' ${leadsTo}; frame-ancestors 'none'; base-uri 'none'`,
  },
});

const button = ({ sub, name }: SamplePerson): string =>
  `<li><button name="person" value="${escaped(sub)}">${escaped(name)}</button></li>`;

const group = ({ name, people }: (typeof samplePeople)[number], index: number): string =>
  `<section aria-labelledby="group-${index}">
<h2 id="group-${index}">${escaped(name)}</h2>
<ul>${people.map(button).join('')}</ul>
</section>`;

/**
 * Offers the people of the sample institution, and to be somebody else. `query`: of the request,
 * which the answer goes on with; `redirect`: where the person is led then.
 */
export const signInPage = (query: string, redirect: string): HtmlPage => {
  const action = `action="/_local/issuer/authorize?${escaped(query)}" method="post"`;
  return page(
    'Who are you?',
    `<p>This is the local stack: there are no passwords, and everybody here is made up.</p>
<form ${action}>
${samplePeople.map(group).join('\n')}
</form>
<h2>Somebody else</h2>
<form ${action}>
<label>Identifier <input name="sub" required autocomplete="off"></label>
<label>Name <input name="name" autocomplete="off"></label>
<label>E-mail <input name="email" type="email" autocomplete="off"></label>
<label>Groups, with commas <input name="groups" autocomplete="off"></label>
<button>Sign in</button>
</form>`,
    new URL(redirect).origin,
  );
};

export const signedOutPage = (): HtmlPage => page('Signed out', '<p>You are signed out of the local stack.</p>');

export const refusalPage = (why: string): HtmlPage => page('This cannot be signed in to', `<p>${escaped(why)}</p>`);
