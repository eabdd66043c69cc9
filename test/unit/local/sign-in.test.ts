import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIssuer, type Issuer } from '#local/gateway/issuer.ts';
import { createSignIn } from '#local/sign-in/sign-in.ts';
import { createContext } from './local-services.ts';

// As the console signs in: with the library that it uses, against the issuer over HTTP.

const name = 'http://localhost:3000/_local/issuer';
const audience = 'caseward';
const client: oauth.Client = { client_id: audience };
const insecure = { [oauth.allowInsecureRequests]: true };

let issuer: Issuer;
let url: string;
let server: oauth.AuthorizationServer;
let page: string;

const listener = createServer();
afterAll(() => listener.close());

beforeAll(async () => {
  issuer = await createIssuer(createContext(), { issuer: name, audience });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(listener.address() as AddressInfo).port}`;
  const signIn = createSignIn(issuer, url);
  listener.on('request', (request, response) => void signIn(request, response));
  page = `${url}/after`;
  const described = await fetch(`${url}/_local/issuer/.well-known/openid-configuration`);
  server = await oauth.processDiscoveryResponse(new URL(name), described);
});

interface Asked {
  verifier: string;
  state: string;
  nonce: string;
  address: URL;
}

const ask = async (more: Record<string, string> = {}): Promise<Asked> => {
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), 'once'];
  const address = new URL(String(server.authorization_endpoint));
  address.search = String(
    new URLSearchParams({
      client_id: audience,
      redirect_uri: page,
      response_type: 'code',
      scope: 'openid email profile',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...more,
    }),
  );
  return { verifier, state, nonce, address };
};

const go = (address: URL, init: RequestInit = {}) => fetch(address, { redirect: 'manual', ...init });
const choose = (address: URL, choice: Record<string, string>) =>
  go(address, { method: 'POST', body: new URLSearchParams(choice) });
const ledTo = (answer: Response) => new URL(String(answer.headers.get('location')));

const exchange = async ({ verifier, state }: Asked, answer: Response) => {
  const parameters = oauth.validateAuthResponse(server, client, ledTo(answer), state);
  return oauth.authorizationCodeGrantRequest(server, client, oauth.None(), parameters, page, verifier, insecure);
};
const tokensOf = async (asked: Asked, answer: Response) =>
  oauth.processAuthorizationCodeResponse(server, client, await exchange(asked, answer), {
    expectedNonce: asked.nonce,
    requireIdToken: true,
  });

describe('[UI-1] signing in on the local stack', () => {
  test('the people of the sample institution are buttons with their names, by group', async () => {
    const { address } = await ask();
    const answer = await go(address);
    const html = await answer.text();
    for (const text of ['Amara Obi', 'Kate Mensah', 'Sofia Marin', 'Administrator'])
      expect(html).toMatch(new RegExp(`<button name="person" value="\\w+">${text}</button>`));
    for (const group of ['Advisers', 'Students', 'Administration']) expect(html).toContain(`>${group}</h2>`);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('whom one chooses is whom the id token names, and the API takes it', async () => {
    const asked = await ask();
    const tokens = await tokensOf(asked, await choose(asked.address, { person: 'amara' }));
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({
      iss: name,
      aud: audience,
      sub: 'amara',
      name: 'Amara Obi',
      email: 'amara.obi@staff.example.edu',
      groups: ['advisers'],
      nonce: 'once',
    });
    const claims = await issuer.verify(String(tokens.id_token), { issuer: name, audience: [audience] });
    expect(claims).toMatchObject({ sub: 'amara', groups: ['advisers'] });
  });

  test('one may be anybody else, of any groups', async () => {
    const asked = await ask();
    const form = { sub: 'zoe', name: 'Zoë', email: 'zoe@example.edu', groups: 'estates, estates-leads' };
    const tokens = await tokensOf(asked, await choose(asked.address, form));
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: 'zoe', groups: ['estates', 'estates-leads'] });
  });

  test('`login_hint` signs in at once; without it, `prompt=none` does where one is signed in', async () => {
    const hinted = await ask({ login_hint: 'S101' });
    const first = await go(hinted.address);
    const tokens = await tokensOf(hinted, first);
    expect(oauth.getValidatedIdTokenClaims(tokens)?.name).toBe('Sofia Marin');

    const silent = await ask({ prompt: 'none' });
    const refused = ledTo(await go(silent.address));
    expect(() => oauth.validateAuthResponse(server, client, refused, silent.state)).toThrow(
      expect.objectContaining({ error: 'login_required' }),
    );
    const cookie = String(first.headers.getSetCookie()[0]?.split(';')[0]);
    const again = await tokensOf(silent, await go(silent.address, { headers: { cookie } }));
    expect(oauth.getValidatedIdTokenClaims(again)?.sub).toBe('S101');
    const other = await ask({ prompt: 'select_account' });
    expect((await go(other.address, { headers: { cookie } })).status).toBe(200);
  });

  test('a refresh token brings new tokens of the same person, and opens nothing itself', async () => {
    const asked = await ask({ login_hint: 'ben' });
    const { refresh_token: refresh = '' } = await tokensOf(asked, await go(asked.address));
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, insecure);
    const tokens = await oauth.processRefreshTokenResponse(server, client, answer);
    expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe('ben');
    expect(await issuer.verify(refresh, { issuer: name, audience: [audience] })).toBeUndefined();
  });

  test('a code counts once, for the page that asked, and with what it was bound to', async () => {
    const grant = async (change: (asked: Asked) => Asked) => {
      const asked = await ask({ login_hint: 'ben' });
      const answer = await go(asked.address);
      const first = await exchange(change(asked), answer);
      return { first: first.status, second: (await exchange(asked, answer)).status };
    };
    expect(await grant((asked) => asked)).toEqual({ first: 200, second: 400 });
    expect(await grant((asked) => ({ ...asked, verifier: oauth.generateRandomCodeVerifier() }))).toEqual({
      first: 400,
      second: 400,
    });
    const asked = await ask({ login_hint: 'ben' });
    const parameters = oauth.validateAuthResponse(server, client, ledTo(await go(asked.address)), asked.state);
    const elsewhere = `${url}/elsewhere`;
    const pkce = asked.verifier;
    const at = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      elsewhere,
      pkce,
      insecure,
    );
    expect(at.status).toBe(400);
  });

  test.each([
    ['a page of another host', { redirect_uri: 'https://evil.example/' }],
    ['another client', { client_id: 'somebody' }],
    ['no proof of who asks', { code_challenge_method: 'plain' }],
  ])('%s is led nowhere', async (_, more: Record<string, string>) => {
    const { address } = await ask({ login_hint: 'ben', ...more });
    const answer = await go(address);
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  test('signing out forgets who one is, and leads back', async () => {
    const address = new URL(String(server.end_session_endpoint));
    address.search = String(new URLSearchParams({ post_logout_redirect_uri: page, state: 'x' }));
    const answer = await go(address);
    expect(ledTo(answer).href).toBe(`${page}?state=x`);
    expect(answer.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
  });
});
