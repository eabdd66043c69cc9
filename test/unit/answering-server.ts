import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface HeardRequest {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  /** Region and service that the signature is for. */
  scope: string | undefined;
  body: unknown;
}

interface GivenAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/** A server that hears JSON and answers what it is given to, else `usual`. */
export const answeringServer = async (usual: GivenAnswer) => {
  const heard: HeardRequest[] = [];
  const answers: GivenAnswer[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const { url: path, headers } = request;
      const scope = /\/([a-z]+-[a-z]+-\d\/\w+)\/aws4_request/.exec(headers.authorization ?? '')?.[1];
      heard.push({ path, headers, scope, body: JSON.parse(text) });
      const { status, headers: given, body } = answers.shift() ?? usual;
      response.writeHead(status, { 'content-type': 'application/json', ...given }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    heard,
    answers,
    close: () => server.close(),
    forget: () => {
      heard.length = 0;
      answers.length = 0;
    },
  };
};
