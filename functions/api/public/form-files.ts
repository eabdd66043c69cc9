import { announceForRequester } from '#functions/api/portal/announce-for-requester.ts';
import { type RouteHandler, routeHandler } from '#functions/api/route-handler.ts';
import { placeOf } from '#shared/casework/files/file.ts';
import { safeFileName } from '#shared/casework/files/file-name.ts';
import { pendingObject } from '#shared/casework/files/keys.ts';
import { Refusal } from '#shared/core/errors.ts';
import { announceMyFileRoutes } from '#shared/portal/portal.routes.ts';

// Files that a browser sends along with a form. They go the way of any other file of a requester:
// announced under the link of the case, then put where nothing is trusted yet.

export interface SentFile {
  name: string;
  size: number;
  contentType: string;
  content: Uint8Array;
}

export interface SentForm {
  texts: URLSearchParams;
  files: readonly SentFile[];
}

const unsaid = 'application/octet-stream';

/** Types as they are announced, without parameters; what a browser says else is nothing. */
const plainType = (said: string): string => {
  const type = said.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,90}$/.test(type) ? type : unsaid;
};

const fileOf = async (file: File): Promise<SentFile> => ({
  name: safeFileName(file.name) ?? 'file',
  size: file.size,
  contentType: plainType(file.type),
  content: new Uint8Array(await file.arrayBuffer()),
});

/** A browser that was given no file sends one without a name and content. */
const isChosen = (value: unknown): value is File => value instanceof File && (value.name !== '' || value.size > 0);

const partsOf = async (body: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> => {
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new Refusal('malformed-text', 'The body is not multipart/form-data');
  }
};

/** What a decoder puts in place of bytes that are no UTF-8. Somebody may have written it, too. */
const lost = '\ufffd';

/** @throws `malformed-text` where bytes that are no UTF-8 were lost */
const wholeTexts = (texts: URLSearchParams, body: Buffer): URLSearchParams => {
  const isWritten = () => body.includes(lost) || /%ef%bf%bd/i.test(body.toString('latin1'));
  if ([...texts].flat().some((text) => text.includes(lost)) && !isWritten()) throw new Refusal('malformed-text');
  return texts;
};

/** @throws `malformed-text` for what is no UTF-8, or no `multipart/form-data` and says so */
export const readForm = async (body: Buffer<ArrayBuffer>, contentType = ''): Promise<SentForm> => {
  if (!/^multipart\//i.test(contentType.trim()))
    return { texts: wholeTexts(new URLSearchParams(body.toString('utf8')), body), files: [] };
  const parts = await partsOf(body, contentType);
  const texts = [...parts].filter((part): part is [string, string] => typeof part[1] === 'string');
  return {
    texts: wholeTexts(new URLSearchParams(texts), body),
    files: await Promise.all(parts.getAll('files').filter(isChosen).map(fileOf)),
  };
};

const [, byLink] = announceMyFileRoutes;

/** Takes one in, as the requester would who has the link of the case. */
export const takeFile = (content: Uint8Array): RouteHandler =>
  routeHandler(byLink, async (services, request) => {
    const { file, ...result } = await announceForRequester(services, request);
    const write = () => services.files.write(pendingObject(placeOf(file)), { content, contentType: file.contentType });
    return { ...result, afterwards: write };
  });
