import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from '#local/gateway/event.ts';

/** `CorsConfiguration` of an HTTP API. */
export interface Cors {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  AllowCredentials?: boolean;
  MaxAge?: number;
}

function allowedOrigin({ AllowOrigins = [] }: Cors, origin: string | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (AllowOrigins.includes('*')) return '*';
  const isAllowed = AllowOrigins.some((allowed) =>
    allowed.includes('*') ? origin.startsWith(allowed.slice(0, allowed.indexOf('*'))) : allowed === origin,
  );
  return isAllowed ? origin : undefined;
}

/** What is added to every answer to an allowed origin. */
export function corsHeaders(cors: Cors | undefined, origin: string | undefined): Record<string, string> {
  const allowed = cors && allowedOrigin(cors, origin);
  if (!cors || !allowed) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
    ...(cors.ExposeHeaders && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
    ...(allowed !== '*' && { vary: 'origin' }),
  };
}

/** The answer to a browser that asks before it sends; the function is not called. */
export function preflight(cors: Cors, request: IncomingHttpHeaders): HttpAnswer {
  if (!allowedOrigin(cors, request.origin) || !request['access-control-request-method']) return { statusCode: 204 };
  return {
    statusCode: 204,
    headers: {
      'access-control-allow-methods': (cors.AllowMethods ?? []).join(','),
      'access-control-allow-headers': (cors.AllowHeaders ?? []).join(','),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
    },
  };
}
