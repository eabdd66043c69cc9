import type * as oauthModule from 'oauth4webapi';
import { noteServerDate, serverNow } from '#console/app/server-clock.ts';
import type { ConsoleSettings } from '#console/app/settings.ts';
import { forgetHome, tokensKey } from '#console/app/signed-in.ts';
import { forgetAllKept } from '#console/ui/kept.ts';

// Signing in: OpenID Connect, authorization code with PKCE. Tokens stay in this tab.

/** A page that is only shown needs none of it. */
const protocol = (): Promise<typeof oauthModule> => import('oauth4webapi');

export interface SignedIn {
  id: string;
  name: string;
  email?: string;
  groups: readonly string[];
}

interface Tokens {
  idToken: string;
  refreshToken?: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** What is kept while the person is at the issuer's pages. */
interface UnderWay {
  verifier: string;
  nonce: string;
  state: string;
  /** Where they wanted to go. */
  path: string;
}

export interface Session {
  /** Whose token there is, however old it is. */
  person(): SignedIn | undefined;
  /** A token that is valid for a while still; undefined when nobody is signed in. */
  token(): Promise<string | undefined>;
  /** Reads what signing in takes, so that a press on the button leads on at once. */
  prepare(): void;
  /**
   * Leaves for the issuer's page; comes back to `path`.
   * @param as whom the issuer is to offer; `anew` asks who it is, also where somebody is signed in
   */
  signIn(path: string, options?: { as?: string; anew?: boolean }): Promise<never>;
  /** Ends the sign-in that the address of this page is the answer to; gives the path to go to. */
  finish(answer: URL): Promise<string>;
  signOut(): Promise<void>;
  /** The API did not take the token: it is renewed before it is used again. */
  distrust(): void;
}

const underWayKey = 'caseward.sign-in';
const signedInPath = '/signed-in';
// A token that ends within a minute may end on its way.
const marginMs = 60_000;

const read = <T>(key: string): T | undefined => {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : JSON.parse(text);
};
const write = (key: string, value: unknown): void => sessionStorage.setItem(key, JSON.stringify(value));

const claimsOf = (idToken: string): Record<string, unknown> => {
  const payload = idToken.split('.')[1] ?? '';
  const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
};

const personIn = (idToken: string): SignedIn => {
  const claims = claimsOf(idToken);
  const groups = claims.groups ?? claims['cognito:groups'];
  return {
    id: String(claims.sub),
    name: String(claims.name ?? claims.email ?? claims.sub),
    ...(typeof claims.email === 'string' && { email: claims.email }),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
};

export const openSession = (settings: ConsoleSettings): Session => {
  const redirectUri = `${location.origin}${signedInPath}`;
  const insecure = ({ allowInsecureRequests }: typeof oauthModule) => ({
    [allowInsecureRequests]: location.protocol === 'http:',
  });
  let metadata: Promise<oauthModule.AuthorizationServer> | undefined;
  let renewal: Promise<Tokens | undefined> | undefined;

  const discover = async (): Promise<oauthModule.AuthorizationServer> => {
    const issuer = new URL(settings.issuer);
    const { discovery } = settings;
    const [oauth, found] = await Promise.all([
      protocol(),
      discovery === undefined ? undefined : fetch(discovery, { headers: { accept: 'application/json' } }),
    ]);
    const response = found ?? (await oauth.discoveryRequest(issuer, insecure(oauth)));
    noteServerDate(response.headers);
    return oauth.processDiscoveryResponse(issuer, response);
  };
  const server = () => {
    metadata ??= discover().catch((error: unknown) => {
      metadata = undefined;
      throw error;
    });
    return metadata;
  };
  /** The client, with what the clocks of browser and issuer differ by. */
  const client = (oauth: typeof oauthModule): oauthModule.Client => ({
    client_id: settings.clientId,
    [oauth.clockSkew]: Math.round((serverNow() - Date.now()) / 1000),
    [oauth.clockTolerance]: 30,
  });

  const keep = (answer: oauthModule.TokenEndpointResponse, before?: Tokens): Tokens => {
    const idToken = answer.id_token ?? '';
    const refreshToken = answer.refresh_token ?? before?.refreshToken;
    const tokens = {
      idToken,
      ...(refreshToken !== undefined && { refreshToken }),
      expiresAt: Number(claimsOf(idToken).exp) * 1000,
    };
    write(tokensKey, tokens);
    return tokens;
  };

  /** Tokens that cannot be renewed: the person signs in once more, and is back where they were. */
  const signInAgain = (before: Tokens): Promise<never> => {
    sessionStorage.removeItem(tokensKey);
    return session.signIn(location.pathname + location.search, { as: personIn(before.idToken).id });
  };

  const renew = async (before: Tokens): Promise<Tokens | undefined> => {
    if (before.refreshToken === undefined) return signInAgain(before);
    try {
      const [oauth, as] = await Promise.all([protocol(), server()]);
      const { None, processRefreshTokenResponse, refreshTokenGrantRequest: request } = oauth;
      const given = await request(as, client(oauth), None(), before.refreshToken, insecure(oauth));
      noteServerDate(given.headers);
      return keep(await processRefreshTokenResponse(as, client(oauth), given), before);
    } catch (error) {
      // Without an answer the tokens may be good still; with one they are not.
      if (error instanceof TypeError) throw error;
      return signInAgain(before);
    }
  };

  const session: Session = {
    person() {
      const tokens = read<Tokens>(tokensKey);
      return tokens && personIn(tokens.idToken);
    },
    async token() {
      const tokens = read<Tokens>(tokensKey);
      if (!tokens || tokens.expiresAt - marginMs > serverNow()) return tokens?.idToken;
      renewal ??= renew(tokens).finally(() => {
        renewal = undefined;
      });
      return (await renewal)?.idToken;
    },
    prepare: () => void server().catch(() => undefined),
    async signIn(path, { as, anew = false } = {}) {
      if (anew) forgetAllKept();
      const [oauth, { authorization_endpoint: endpoint }] = await Promise.all([protocol(), server()]);
      if (endpoint === undefined) throw new Error('the issuer has no page to sign in at');
      const underWay: UnderWay = {
        verifier: oauth.generateRandomCodeVerifier(),
        nonce: oauth.generateRandomNonce(),
        state: oauth.generateRandomState(),
        path,
      };
      write(underWayKey, underWay);
      const to = new URL(endpoint);
      for (const [name, value] of Object.entries({
        client_id: settings.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: settings.scopes ?? 'openid email profile',
        code_challenge: await oauth.calculatePKCECodeChallenge(underWay.verifier),
        code_challenge_method: 'S256',
        nonce: underWay.nonce,
        state: underWay.state,
        ...(as !== undefined && { login_hint: as }),
        ...(anew && { prompt: 'select_account' }),
      }))
        to.searchParams.set(name, value);
      location.assign(to);
      return new Promise<never>(() => {}); // the page is being left
    },
    async finish(answer) {
      forgetHome();
      const underWay = read<UnderWay>(underWayKey);
      if (!underWay) throw new Error('no sign-in was begun in this tab');
      const [oauth, as] = await Promise.all([protocol(), server()]);
      const code = oauth.validateAuthResponse(as, client(oauth), answer, underWay.state);
      const given = await oauth.authorizationCodeGrantRequest(
        as,
        client(oauth),
        oauth.None(),
        code,
        redirectUri,
        underWay.verifier,
        insecure(oauth),
      );
      noteServerDate(given.headers);
      const expected = { expectedNonce: underWay.nonce, requireIdToken: true };
      keep(await oauth.processAuthorizationCodeResponse(as, client(oauth), given, expected));
      sessionStorage.removeItem(underWayKey);
      return underWay.path;
    },
    async signOut() {
      const tokens = read<Tokens>(tokensKey);
      sessionStorage.removeItem(tokensKey);
      forgetAllKept();
      const { end_session_endpoint: endpoint } = await server();
      if (endpoint === undefined || !tokens) return location.assign('/');
      const to = new URL(endpoint);
      to.searchParams.set('id_token_hint', tokens.idToken);
      to.searchParams.set('client_id', settings.clientId);
      to.searchParams.set('post_logout_redirect_uri', `${location.origin}/`);
      to.searchParams.set('logout_uri', `${location.origin}/`); // as Cognito calls it
      location.assign(to);
    },
    distrust() {
      const tokens = read<Tokens>(tokensKey);
      if (tokens) write(tokensKey, { ...tokens, expiresAt: 0 });
    },
  };
  return session;
};
