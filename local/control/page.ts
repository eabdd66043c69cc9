import type { ControlRoutes } from '#local/control/control-route.ts';

/** `GET /_local/`: what can be asked of the local stack, for people. */
export function controlPage(routes: ControlRoutes): string {
  const rows = Object.entries(routes).map(([route, { what }]) => {
    const [method, path] = route.split(' ');
    const name = method === 'GET' ? `<a href="${path}">${path}</a>` : path;
    return `<tr><td>${method}</td><td>${name}</td><td>${what}</td></tr>`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Caseward on this machine</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 60rem; padding: 0 1rem; color: #1a1a1a }
  table { border-collapse: collapse; width: 100% }
  td { border-top: 1px solid #ddd; padding: .4rem 1rem .4rem 0; vertical-align: top }
  td:first-child { color: #666; font-size: .85em }
  code { background: #f2f2f2; padding: 0 .25em }
</style>
<h1>Caseward on this machine</h1>
<p>The API is at <code>/v1</code> of this address. These endpoints exist only here:</p>
<table>
${rows.join('\n')}
</table>
</html>
`;
}
