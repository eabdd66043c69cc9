// Which route of an HTTP API a request goes to, by API Gateway's rules.

interface Pattern<T> {
  method: string;
  segments: string[];
  target: T;
}

export interface Match<T> {
  target: T;
  pathParameters: Record<string, string> | undefined;
}

/**
 * Finds the route for a request: a full match before one with `{variables}`, that before
 * `{greedy+}`, and `$default` last; of two equal paths the one that names the method before `ANY`.
 */
export function createRouteTable<T>(
  routes: { routeKey: string; target: T }[],
): (method: string, path: string) => Match<T> | undefined {
  const fallback = routes.find(({ routeKey }) => routeKey === '$default');
  const patterns = routes
    .filter((route) => route !== fallback)
    .map(({ routeKey, target }): Pattern<T> => {
      const [method = '', path = ''] = routeKey.split(' ');
      return { method, segments: path.split('/'), target };
    })
    .sort(bySpecificity);

  return (method, path) => {
    // It decodes a path before it looks for its route: an encoded slash is as good as any.
    const segments = decodeURIComponent(path).split('/');
    for (const pattern of patterns) {
      if (pattern.method !== method && pattern.method !== 'ANY') continue;
      const variables = matched(pattern.segments, segments);
      if (variables)
        return { target: pattern.target, pathParameters: Object.keys(variables).length > 0 ? variables : undefined };
    }
    return fallback && { target: fallback.target, pathParameters: undefined };
  };
}

const isVariable = (segment: string) => segment.startsWith('{');
const isGreedy = (segment: string) => segment.endsWith('+}');
// Sorts character by character as the paths are compared: fixed text, variable, greedy variable.
const rank = (segments: string[]) =>
  segments.map((segment) => (isGreedy(segment) ? 'c' : isVariable(segment) ? 'b' : 'a')).join('');

function bySpecificity(one: Pattern<unknown>, other: Pattern<unknown>): number {
  return (
    rank(one.segments).localeCompare(rank(other.segments)) ||
    Number(one.method === 'ANY') - Number(other.method === 'ANY')
  );
}

function matched(pattern: string[], path: string[]): Record<string, string> | undefined {
  const variables: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const given = path[index];
    if (given === undefined) return undefined;
    if (isGreedy(segment)) {
      variables[segment.slice(1, -2)] = path.slice(index).join('/');
      return variables;
    }
    if (isVariable(segment) && given !== '') variables[segment.slice(1, -1)] = given;
    else if (segment !== given) return undefined;
  }
  return path.length === pattern.length ? variables : undefined;
}
