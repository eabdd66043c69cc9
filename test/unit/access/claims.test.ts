import { describe, expect, it } from 'vitest';
import { claimsOf } from '#functions/api/claims.ts';
import type { ApiEvent } from '#functions/api/parse.ts';

const tokenOf = (payload: object) => `Bearer e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;

const eventOf = (authorization: string | undefined, claims: Record<string, string> | undefined) =>
  ({
    headers: { authorization },
    requestContext: claims ? { authorizer: { jwt: { claims } } } : {},
  }) as unknown as ApiEvent;

describe('the claims of a request', () => {
  it('keep a group whose name has a space one group', () => {
    const event = eventOf(tokenOf({ sub: 'u1', groups: ['Domain admins', 'staff'] }), {
      sub: 'u1',
      groups: '[Domain admins staff]',
    });
    expect(claimsOf(event)).toEqual({ sub: 'u1', groups: ['Domain admins', 'staff'] });
  });

  it('are none where API Gateway verified no token, whatever the request brings', () => {
    expect(claimsOf(eventOf(tokenOf({ sub: 'u1', groups: ['admins'] }), undefined))).toEqual({});
  });

  it('never hold a list that API Gateway did not verify', () => {
    const event = eventOf(tokenOf({ sub: 'u1', groups: ['admins'], roles: ['admins'] }), {
      sub: 'u1',
      groups: '[students]',
    });
    expect(claimsOf(event)).toEqual({ sub: 'u1', groups: '[students]' });
  });
});
