import { expect } from 'vitest';
import type { Client, Fetch } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { FileAnswer } from '#shared/casework/files/file.ts';
import type { Life } from './life.ts';

// How strangers get at hazard reports: by the public form, and by the links that it and the mails
// hand out.

export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
export const hazards = '/v1/public/case-types/hazard-report';

export interface Hazard {
  life: Life;
  fetch: Fetch;
  /** A caller without a token. */
  nobody: Client;
  ines: () => Promise<Client>;
  jonas: () => Promise<Client>;
}
/** A report as staff get to it, and as its requester does. */
export interface Report {
  id: string;
  reference: string;
  path: string;
  link: string;
}
export interface FileOfLink extends FileAnswer {
  upload: { method: string; url: string; headers: Record<string, string> };
  download?: { url: string };
}

export const pageIn = (page: 'links' | 'subscriptions', text = ''): string =>
  `/v1/public${new RegExp(`/${page}/[\\w-]{60,}`).exec(text)?.[0]}`;
export const lastMailTo = async ({ local }: Life, { email }: { email: string }) => {
  await local.idle();
  return (await local.mails(email)).at(-1);
};
export const report = async ({ nobody, ines }: Hazard, said: object): Promise<Report> => {
  const raised = await nobody.send<{ reference: string; link: string }>('POST', `${hazards}/cases`, { body: said });
  expect([raised.status, Object.keys(raised.body).sort()]).toEqual([201, ['link', 'reference']]);
  const { reference, link } = raised.body;
  const { id } = await (await ines()).get<CaseAnswer>(`/v1/cases/${reference}`);
  return { id, reference, path: `/v1/cases/${id}`, link: pageIn('links', link) };
};

export const announce = ({ nobody }: Hazard, { link }: Report, name: string, more: object = {}) => {
  const body = { name, size: picture.length, contentType: 'image/png', ...more };
  return nobody.send<FileOfLink>('POST', `${link}/files`, { body });
};
/** Announces a photo and puts it where it is to go. */
export const bring = async (hazard: Hazard, at: Report, { name, content }: { name: string; content: Buffer }) => {
  const { status, body: announced } = await announce(hazard, at, name, { size: content.length });
  expect([status, announced.state]).toEqual([201, 'pending']);
  const { method, url, headers } = announced.upload;
  expect((await hazard.fetch(url, { method, headers, body: new Uint8Array(content) })).status).toBe(200);
  await hazard.life.local.idle();
  return hazard.nobody.get<FileOfLink>(`${at.link}/files/${announced.id}`);
};

export const near = async ({ nobody }: Hazard, { lat, lon }: { lat: number; lon: number }) =>
  (await nobody.get<{ items: object[] }>(`${hazards}/near?lat=${lat}&lon=${lon}`)).items;
