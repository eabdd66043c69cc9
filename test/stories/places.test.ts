import { describe, expect, it } from 'vitest';
import type { Client } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { aCase, aContact, act, anAlert, here, signIn } from './world.ts';

// Far out at sea, where no other story reports anything.
const atSea = { lat: -40.7, lon: -150 };
const around = 'lat=-40.7&lon=-150';

const report = (ines: Client, subject: string, { lat, lon }: { lat: number; lon: number }, more: object = {}) =>
  aCase({ type: 'hazard-report', subject, fields: { kind: 'surface' }, location: { lat, lon }, ...more }, ines);
const subjectsNear = async (by: Client, query: string): Promise<string[]> =>
  (await by.get<{ items: CaseAnswer[] }>(`/v1/cases/near?${query}`)).items.map(({ subject }) => subject);
const estates = () => signIn('ines', 'estates');

describe('places', () => {
  it('[CA-17] open cases near a place come nearest first, within the metres that are asked for, and closed or private ones not at all', async () => {
    const ines = await estates();
    await report(ines, 'A hundred metres away', { ...atSea, lat: -40.7009 });
    await report(ines, 'Right here', atSea);
    await report(ines, 'A kilometre away', { ...atSea, lat: -40.709 });
    await report(ines, 'Nobody’s business', atSea, { private: true });
    const { id } = await report(ines, 'Repaired', atSea);
    await act(ines, `/v1/cases/${id}/close`, { reason: 'made-safe' });
    expect(await subjectsNear(ines, `${around}&meters=300`)).toEqual(['Right here', 'A hundred metres away']);
    expect(await subjectsNear(ines, `${around}&meters=1500&type=hazard-report`)).toEqual([
      'Right here',
      'A hundred metres away',
      'A kilometre away',
    ]);
    expect(await subjectsNear(ines, 'lat=-51.5&lon=-100&meters=1500')).toEqual([]);
    expect((await ines.send('GET', `/v1/cases/near?${around}&meters=99999`)).status).toBe(400);
    expect(await subjectsNear(here().as.manager, `${around}&meters=1500`)).toEqual([]);
  });

  it('[CA-17] a case that moves is found where it is now', async () => {
    const ines = await estates();
    const { id, version } = await report(ines, 'Moved', { lat: -10, lon: -150 });
    await ines.send('PATCH', `/v1/cases/${id}`, {
      body: { location: { lat: -20, lon: -150 } },
      headers: { 'if-match': `"${version}"` },
    });
    expect(await subjectsNear(ines, 'lat=-10&lon=-150&meters=500')).toEqual([]);
    expect(await subjectsNear(ines, 'lat=-20&lon=-150&meters=500')).toEqual(['Moved']);
  });

  it('[FN-1] what concerns a contact is listed below the contact, to those who may see it', async () => {
    const ines = await estates();
    const adviser = here().as.manager;
    const { id: contactId } = await aContact();
    await report(ines, 'About somebody', { lat: -1, lon: -150 }, { contactId });
    await anAlert({ priority: 'low', contactId });
    const count = async (client: Client, of: string) =>
      (await client.get<{ items: unknown[] }>(`/v1/contacts/${contactId}/${of}`)).items.length;
    expect([await count(ines, 'cases'), await count(ines, 'alerts')]).toEqual([1, 0]);
    expect([await count(adviser, 'cases'), await count(adviser, 'alerts')]).toEqual([0, 1]);
    expect((await ines.send('GET', '/v1/contacts/nobody/cases')).status).toBe(404);
  });
});
