import { beforeAll, describe, expect, test } from 'vitest';
import { localControls } from '#local/demo/client.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { routes } from '#shared/contract/route-index.ts';
import { House } from '#test/house/house.ts';
import { type Client, people, shareInstitution } from '#test/house/institution.ts';
import { aCase, aCaseType, aContact, act, anAlert, anAlertType, expectRefused, here, signIn } from './world.ts';

beforeAll(shareInstitution);

interface Summary {
  record: AlertAnswer;
  contact?: { id: string };
  allowed: string[];
  rights: string[];
}

const summaryOf = (by: Client, id: string): Promise<Summary> => by.get<Summary>(`/v1/alerts/${id}/summary`);

describe('[AL-4] the summary of an alert', () => {
  test('[AL-4] allows exactly the actions whose dry run is taken, whatever its status', async () => {
    const { manager } = here().as;
    const caseType = await aCaseType();
    const outcomes = [{ key: 'called', name: 'Called', for: ['resolved'] }];
    const type = await anAlertType({ outcomes, outcomeRequired: true, noteRequired: true });
    const contact = await aContact();
    const settled = { outcome: 'called', note: 'Done' };
    const bodies: Record<string, object> = {
      start: {},
      resolve: settled,
      dismiss: { note: 'No' },
      cancel: {},
      reopen: {},
      assign: { user: 'ben' },
      escalate: { case: { type: caseType, subject: 'It came of an alert' } },
      unlink: {},
    };
    const commands = routes.filter(
      ({ method, path, family }) =>
        method === 'POST' && family === 'alerts' && /^\/v1\/alerts\/\{id\}\/[a-z-]+$/.test(path),
    );
    const actions = commands.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
    expect(actions.filter((name) => name !== 'notes').sort()).toEqual(Object.keys(bodies).sort());
    const { id } = await anAlert({ type, contactId: contact.id });
    const path = `/v1/alerts/${id}`;
    const expectAgreement = async (by: Client): Promise<string[]> => {
      const { allowed } = await summaryOf(by, id);
      const names = Object.keys(bodies);
      const tried = await Promise.all(
        names.map((name) => by.send('POST', `${path}/${name}?dryRun=true`, { body: bodies[name] ?? {} })),
      );
      expect(names.filter((_name, at) => tried[at]?.status === 200).sort()).toEqual([...allowed].sort());
      return allowed;
    };
    // Without an outcome for it, nothing of this type can be dismissed.
    expect(await expectAgreement(manager)).toEqual(['start', 'resolve', 'cancel', 'assign', 'escalate']);
    await act(manager, `${path}/start`);
    expect(await expectAgreement(manager)).toEqual(['resolve', 'cancel', 'assign', 'escalate']);
    await act(manager, `${path}/escalate`, bodies.escalate ?? {});
    expect(await expectAgreement(manager)).toContain('unlink');
    await act(manager, `${path}/resolve`, settled);
    expect(await expectAgreement(manager)).toContain('reopen');
    expect(await summaryOf(manager, id)).toMatchObject({ record: { id }, contact: { id: contact.id } });
  });

  test('[AL-4] escalates nothing where an institution has alerts only', async () => {
    const { url, fetch } = await House.open();
    const admin = await localControls(url, fetch).as({ ...people.admin });
    await admin.post('/v1/configuration/ready-made/student-signals/install');
    const { items } = await admin.get<{ items: { key: string }[] }>('/v1/alert-types');
    const { id } = await anAlert({ type: items[0]?.key }, admin);
    expect((await summaryOf(admin, id)).allowed).toEqual(['start', 'resolve', 'dismiss', 'cancel', 'assign']);
    const sent = { body: { case: { type: 'academic-concern', subject: 'Of an alert' } } };
    expectRefused(await admin.send('POST', `/v1/alerts/${id}/escalate`, sent), 422, 'unknown-reference');
  });

  test('[AL-4] lets raisers discuss, strangers know nothing, and nobody unlink from a case not theirs', async () => {
    const { manager, enquiry, admin, 'other staff': other } = here().as;
    const contact = await aContact();
    const alert = await anAlert({ type: await anAlertType(), contactId: contact.id }, enquiry);
    expect(await summaryOf(manager, alert.id)).toMatchObject({ rights: ['work', 'discuss'] });
    expect(await summaryOf(enquiry, alert.id)).toMatchObject({ allowed: [], rights: ['discuss'] });
    expectRefused(await other.send('GET', `/v1/alerts/${alert.id}/summary`), 404, 'not-found');
    const { id } = await aCase({ type: await aCaseType({ groups: {} }), contactId: contact.id }, admin);
    await act(admin, `/v1/alerts/${alert.id}/escalate`, { caseId: id });
    expect((await summaryOf(manager, alert.id)).allowed).not.toContain('unlink');
    expect((await summaryOf(admin, alert.id)).allowed).toContain('unlink');
  });

  test('[AL-4] leaves to its wake-up what is due of the case of an alert', async () => {
    const { local, as } = here();
    const { id: contactId } = await aContact();
    await local.faults({ fail: [{ service: 'stepfunctions', rate: 1 }] });
    const anHour = { amount: 1, unit: 'hours', time: 'calendar' };
    const type = await aCaseType({ targets: [{ key: 'completion', target: anHour }] });
    const { id: caseId } = await aCase({ type, contactId }, as.admin);
    const { id } = await anAlert({ type: await anAlertType(), contactId });
    await act(as.admin, `/v1/alerts/${id}/escalate`, { caseId });
    await local.idle();
    await local.advance('PT70M');
    const admin = await signIn('ada', 'admins');
    const states = async () => (await admin.get<CaseAnswer>(`/v1/cases/${caseId}`)).clocks.map(({ state }) => state);
    expect((await summaryOf(admin, id)).allowed).toContain('unlink');
    expect(await states()).toEqual(['running']);
    await local.faults({});
    await act(admin, `/v1/alerts/${id}/unlink`);
    expect(await states()).toEqual(['breached']);
  });
});
