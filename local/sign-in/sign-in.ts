// The local issuer as an OpenID Connect provider: code flow with PKCE for pages that keep no secret
// (OpenID Connect Core, RFC 7636, RFC 9207). One signs in by saying who one is.

import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Issuer } from '#local/gateway/issuer.ts';
import { type HtmlPage, refusalPage, signedOutPage, signInPage } from '#local/sign-in/page.ts';
import { type SamplePerson, samplePerson } from '#local/sign-in/people.ts';

/** Answers what is for the issuer; false for any other request. */
export type SignIn = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

interface Answer {
  status: number;
  headers: Record<string, string | string[]>;
  body?: string;
}

const json = (body: object, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'access-control-allow-origin': '*' },
  body: JSON.stringify(body),
});
const shown = ({ html, headers }: HtmlPage, status = 200): Answer => ({ status, headers, body: html });
const redirected = (to: URL, headers: Answer['headers'] = {}): Answer => ({
  status: 303,
  headers: { location: to.href, 'cache-control': 'no-store', ...headers },
});

// Pages of this machine alone are led back to: the stack's own, and those of a development server.
const onThisMachine = z.url({ protocol: /^https?$/, hostname: /^(?:localhost|127\.0\.0\.1|\[::1\])$/ });

const leaveRequest = z.object({
  client_id: z.string(),
  redirect_uri: onThisMachine,
  response_type: z.literal('code'),
  code_challenge: z.string().min(43).max(128),
  code_challenge_method: z.literal('S256'),
  state: z.string().optional(),
  nonce: z.string().optional(),
  prompt: z.string().optional(),
  login_hint: z.string().optional(),
});
type LeaveRequest = z.infer<typeof leaveRequest>;

const chosenPerson = z.object({
  sub: z.string().trim().min(1),
  name: z.string().trim().default(''),
  email: z.string().trim().default(''),
  groups: z.string().default(''),
});

const tokenRequest = z.discriminatedUnion('grant_type', [
  z.object({
    grant_type: z.literal('authorization_code'),
    client_id: z.string(),
    code: z.string(),
    redirect_uri: z.string(),
    code_verifier: z.string(),
  }),
  z.object({ grant_type: z.literal('refresh_token'), client_id: z.string(), refresh_token: z.string() }),
]);

const personSchema = z.object({
  sub: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
}) satisfies z.ZodType<SamplePerson>;

interface Leave extends LeaveRequest {
  person: SamplePerson;
}

const scopes = ['openid', 'email', 'profile', 'offline_access'];
const tokenSeconds = 3600;
const sessionCookie = 'caseward-local-session';
// Codes that nobody came for; a person signs in a few times in a day.
const mostCodes = 100;

export function createSignIn(issuer: Issuer, url: string): SignIn {
  const base = `${url}/_local/issuer`;
  const { issuer: name, audience } = issuer.identity;
  const codes = new Map<string, Leave>();

  const description = {
    issuer: name,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/keys`,
    end_session_endpoint: `${base}/logout`,
    scopes_supported: scopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
    code_challenge_methods_supported: ['S256'],
    prompt_values_supported: ['none', 'login', 'select_account'],
    claims_supported: ['sub', 'name', 'email', 'email_verified', 'groups'],
    authorization_response_iss_parameter_supported: true,
  };

  /** Leads back to the page that asked, with what it is to know. */
  function ledBack({ redirect_uri, state }: LeaveRequest, given: Record<string, string>, headers = {}): Answer {
    const to = new URL(redirect_uri);
    for (const [key, value] of Object.entries({ ...given, ...(state !== undefined && { state }), iss: name }))
      to.searchParams.set(key, value);
    return redirected(to, headers);
  }

  async function grant(leave: LeaveRequest, person: SamplePerson): Promise<Answer> {
    const code = randomBytes(32).toString('base64url');
    codes.set(code, { ...leave, person });
    for (const [oldest] of codes) if (codes.size > mostCodes) codes.delete(oldest);
    const session = await issuer.seal('session', { ...person });
    const cookie = `${sessionCookie}=${session}; Path=/_local/issuer; HttpOnly; SameSite=Lax`;
    return ledBack(leave, { code }, { 'set-cookie': [cookie] });
  }

  async function authorize(query: URLSearchParams, request: IncomingMessage): Promise<Answer> {
    const parsed = leaveRequest.safeParse(Object.fromEntries(query));
    if (!parsed.success) return shown(refusalPage(z.prettifyError(parsed.error)), 400);
    const leave = parsed.data;
    if (leave.client_id !== audience) return shown(refusalPage(`The client ${leave.client_id} is not known.`), 400);
    if (request.method === 'POST') {
      const person = personOf(Object.fromEntries(new URLSearchParams(await bodyOf(request))));
      return person ? grant(leave, person) : shown(signInPage(String(query), leave.redirect_uri), 400);
    }
    const hinted = leave.login_hint === undefined ? undefined : samplePerson(leave.login_hint);
    const prompts = (leave.prompt ?? '').split(' ');
    const mayBeSilent = !prompts.includes('login') && !prompts.includes('select_account');
    const person = hinted ?? (mayBeSilent ? await signedIn(request) : undefined);
    if (person) return grant(leave, person);
    if (prompts.includes('none')) return ledBack(leave, { error: 'login_required' });
    return shown(signInPage(String(query), leave.redirect_uri));
  }

  async function signedIn(request: IncomingMessage): Promise<SamplePerson | undefined> {
    const [, sealed = ''] = new RegExp(`${sessionCookie}=([^;]+)`).exec(request.headers.cookie ?? '') ?? [];
    return personSchema.safeParse(await issuer.unseal('session', sealed)).data;
  }

  async function exchange(request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return json({ error: 'invalid_request' }, 405);
    const parsed = tokenRequest.safeParse(Object.fromEntries(new URLSearchParams(await bodyOf(request))));
    if (!parsed.success)
      return json({ error: 'invalid_request', error_description: z.prettifyError(parsed.error) }, 400);
    if (parsed.data.client_id !== audience) return json({ error: 'invalid_client' }, 401);
    const asked = await askedFor(parsed.data);
    if (!asked) return json({ error: 'invalid_grant' }, 400);
    const { person, nonce } = asked;
    const claims = { ...person, email: person.email || undefined, expiresIn: tokenSeconds };
    return json({
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      scope: scopes.join(' '),
      id_token: await issuer.sign({ ...claims, ...(nonce !== undefined && { nonce }) }),
      access_token: await issuer.sign({ ...claims, token_use: 'access' }),
      refresh_token: await issuer.seal('refresh', { ...person }),
    });
  }

  /** A code counts once, for the page that asked for it and knows what it was bound to. */
  async function askedFor(
    given: z.infer<typeof tokenRequest>,
  ): Promise<{ person: SamplePerson; nonce?: string | undefined } | undefined> {
    if (given.grant_type === 'refresh_token') {
      const person = personSchema.safeParse(await issuer.unseal('refresh', given.refresh_token)).data;
      return person && { person };
    }
    const leave = codes.get(given.code);
    codes.delete(given.code);
    const challenge = createHash('sha256').update(given.code_verifier).digest('base64url');
    return leave?.redirect_uri === given.redirect_uri && leave.code_challenge === challenge ? leave : undefined;
  }

  function leave(query: URLSearchParams): Answer {
    const ended = { 'set-cookie': [`${sessionCookie}=; Path=/_local/issuer; HttpOnly; SameSite=Lax; Max-Age=0`] };
    const to = onThisMachine.safeParse(query.get('post_logout_redirect_uri')).data;
    if (to === undefined) {
      const answer = shown(signedOutPage());
      return { ...answer, headers: { ...answer.headers, ...ended } };
    }
    const page = new URL(to);
    const state = query.get('state');
    if (state !== null) page.searchParams.set('state', state);
    return redirected(page, ended);
  }

  const routes: Record<string, (query: URLSearchParams, request: IncomingMessage) => Answer | Promise<Answer>> = {
    '/.well-known/openid-configuration': () => json(description),
    '/keys': () => json(issuer.jwks),
    '/authorize': authorize,
    '/token': (_, request) => exchange(request),
    '/logout': leave,
  };

  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const route = pathname.startsWith(prefix) ? routes[pathname.slice(prefix.length)] : undefined;
    if (!route) return false;
    const { status, headers, body } = await route(searchParams, request);
    response.writeHead(status, headers).end(body);
    return true;
  };
}

const prefix = '/_local/issuer';

/** Whose button was pressed, or who was described. */
function personOf(form: Record<string, string>): SamplePerson | undefined {
  if (form.person !== undefined) return samplePerson(form.person);
  const { data } = chosenPerson.safeParse(form);
  if (!data) return undefined;
  const groups = data.groups.split(/[\s,]+/).filter((group) => group !== '');
  return { sub: data.sub, name: data.name || data.sub, email: data.email, groups };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
