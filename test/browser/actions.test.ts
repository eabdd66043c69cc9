import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type CaseAct, otherActions, type RoutedAction, routedActions } from '#console/case/header/actions.ts';
import words from '#console/case/messages/en.json' with { type: 'json' };
import { browserOfFile, goTo } from '#test/browser/pages.ts';
import { here, shareInstitution } from '#test/house/institution.ts';
import { aCase, aCaseType, aContact } from '../stories/world.ts';

beforeAll(shareInstitution);
const { open } = browserOfFile();

const nameOf = (act: CaseAct): string => words[`case.act.${act}`];
const isRouted = (name: string): name is RoutedAction => routedActions.some((act) => act === name);
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** What the page offers, by its names: in front, and in the menu. */
const offered = async (page: Page): Promise<string[]> => {
  const all = new Set([...routedActions, ...otherActions].map(nameOf));
  const front = await page.getByRole('main').getByRole('button').allInnerTexts();
  await press(page, 'More');
  const more = await page.getByRole('menuitem').allInnerTexts();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  return [...front, ...more].filter((name) => all.has(name));
};

/** Begins an act where it stands. */
const begin = async (page: Page, act: CaseAct): Promise<void> => {
  const button = page.getByRole('main').getByRole('button', { name: nameOf(act), exact: true });
  if ((await button.count()) > 0) return button.click();
  await press(page, 'More');
  await page.getByRole('menuitem', { name: nameOf(act), exact: true }).click();
};

test('[UI-1] the actions of a case are those that the API allows, and each is done by clicks', async () => {
  const other = await aCase({ subject: 'The other one' });
  const type = await aCaseType({ name: 'Another concern' });
  const { id } = await aCase({ subject: 'Everything is done to it', contactId: (await aContact()).id });
  await here().local.idle();
  const page = await open(`/cases/${id}`, 'manager');
  const dialog = page.getByRole('dialog');
  const choose = async (select: RegExp, option: RegExp) => {
    await dialog.getByRole('button', { name: select }).click();
    await page.getByRole('option', { name: option }).click();
  };
  const find = async (box: RegExp, typed: string, option: RegExp) => {
    await dialog.getByRole('combobox', { name: box }).fill(typed);
    await page.getByRole('option', { name: option }).click();
  };
  const send = (name: string) => dialog.getByRole('button', { name, exact: true }).click();
  const walk: [act: CaseAct, how?: () => Promise<void>][] = [
    ['claim'],
    ['status', () => choose(/Status/, /^Open/).then(() => send('Save'))],
    ['assign', () => find(/Owner/, 'Ben', /Ben Ruiz/).then(() => send('Assign'))],
    ['release'],
    ['escalate', () => send('Escalate')],
    ['de-escalate', () => send('De-escalate')],
    ['link', () => find(/case/i, other.reference, /The other one/).then(() => send('Link'))],
    ['convert', () => choose(/Type/, /Another concern/).then(() => send('Convert'))],
    [
      'hold',
      () =>
        dialog
          .getByLabel('Reason')
          .fill('A court asks')
          .then(() => send('Put on hold')),
    ],
    ['lift-hold'],
    ['close', () => choose(/Reason/, /^Solved/).then(() => send('Close'))],
    [
      'reopen',
      () =>
        dialog
          .getByLabel('Note')
          .fill('Not yet')
          .then(() => send('Reopen')),
    ],
    ['merge', () => find(/Merge into/, other.reference, /The other one/).then(() => send('Merge'))],
    ['unmerge'],
    ['trash', () => send('Move to trash')],
    ['restore'],
  ];
  const seen = new Set<string>();
  for (const [act, how] of walk) {
    const { allowed } = await here().as.manager.get<{ allowed: string[] }>(`/v1/cases/${id}/summary`);
    const routed = allowed.filter(isRouted);
    // What is allowed and unknown here would be offered to nobody.
    expect(allowed.filter((one) => !isRouted(one))).toEqual([]);
    await page.getByRole('button', { name: 'More' }).waitFor();
    await expect
      .poll(async () =>
        (await offered(page)).filter((name) => routedActions.some((one) => nameOf(one) === name)).sort(),
      )
      .toEqual(routed.map(nameOf).sort());
    await begin(page, act);
    if (how) await dialog.waitFor().then(how);
    await page
      .getByRole('alertdialog')
      .getByText(words[`case.done.${act}` as keyof typeof words], { exact: true })
      .last()
      .waitFor();
    await dialog.waitFor({ state: 'detached' });
    seen.add(act);
    // A merge leads to the case that goes on.
    if (act === 'merge') {
      await page.waitForURL(`**/cases/${other.id}`);
      await goTo(page, `/cases/${id}`);
    }
  }
  expect(routedActions.filter((act) => !seen.has(act))).toEqual([]);
  expect(await here().as.manager.get(`/v1/cases/${id}`)).toMatchObject({ type, subject: 'Everything is done to it' });
});

test('[UI-1] a task is added, worked through step by step, and taken back, by clicks', async () => {
  const steps = [
    { do: 'collect', fields: [{ key: 'finding', name: 'Finding', type: 'text', required: true }] },
    { do: 'approve', group: 'advisers' },
  ];
  const type = await aCaseType({ taskTypes: [{ key: 'look', name: 'Look into it', groups: ['advisers'], steps }] });
  const { id } = await aCase({ type, subject: 'With tasks' });
  const page = await open(`/cases/${id}?tab=tasks`, 'manager');
  const dialog = page.getByRole('dialog');
  await press(page, 'Add task');
  await dialog.getByRole('button', { name: /Kind/ }).click();
  await page.getByRole('option', { name: /Look into it/ }).click();
  await dialog.getByRole('button', { name: 'Add task' }).click();
  await press(page, 'Start');
  await press(page, 'Fill in');
  await dialog.getByRole('textbox', { name: 'Finding' }).fill('A broken pipe');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await press(page, 'Approve');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await press(page, 'Complete');
  await dialog.getByRole('button', { name: 'Complete' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor({ state: 'detached' });
  await press(page, 'Add task');
  await dialog.getByRole('button', { name: /Kind/ }).click();
  await page.getByRole('option', { name: 'Something else' }).click();
  await dialog.getByRole('textbox', { name: 'Title' }).fill('Call the plumber');
  await dialog.getByRole('button', { name: 'Add task' }).click();
  await dialog.waitFor({ state: 'detached' });
  await press(page, 'Cancel');
  await dialog.getByRole('button', { name: 'Cancel task' }).click();
  await page.getByText('Cancelled', { exact: true }).first().waitFor();
  const { items } = await here().as.manager.get<{ items: { status: string }[] }>(`/v1/cases/${id}/tasks`);
  expect(items.map(({ status }) => status).sort()).toEqual(['cancelled', 'completed']);
});

test('[UI-1] where a case is can be said, and said anew', async () => {
  const { id } = await aCase({ subject: 'Somewhere' });
  const page = await open(`/cases/${id}`, 'manager');
  const field = (name: string) => page.getByRole('dialog').getByRole('textbox', { name });
  const save = () => page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const place = async () => (await here().as.manager.get<{ location?: object }>(`/v1/cases/${id}`)).location;
  await press(page, 'Edit');
  await field('Address').fill('At the north gate');
  await field('Latitude').fill('40.7003');
  await field('Longitude').fill('-74.0102');
  await page.keyboard.press('Tab');
  await save();
  await page.getByRole('link', { name: 'At the north gate' }).waitFor();
  expect(await place()).toEqual({ lat: 40.7003, lon: -74.0102, address: 'At the north gate' });
  await press(page, 'Edit');
  await field('Latitude').fill('');
  await page.keyboard.press('Tab');
  await save();
  await page.getByRole('link', { name: 'At the north gate' }).waitFor({ state: 'detached' });
  expect(await place()).toBeUndefined();
});

test('[UI-1] an activity and an appointment that are being typed outlast a wrong click, and Cancel throws them away', async () => {
  const { id } = await aCase({ subject: 'Plans' });
  const page = await open(`/cases/${id}?tab=plan`, 'manager');
  const dialog = page.getByRole('dialog');
  const field = (name: string) => dialog.getByRole('textbox', { name });
  for (const [add, first, second] of [
    ['Add activity', 'Subject', 'Note'],
    ['Make appointment', 'Title', 'Place'],
  ] as const) {
    await press(page, add);
    const asItBegins = await field(first).inputValue();
    await field(first).fill('Half a sentence');
    await field(second).fill('And another');
    await page.mouse.click(5, 400); // beside it
    await dialog.waitFor({ state: 'detached' });
    await press(page, add);
    expect(await field(first).inputValue()).toBe('Half a sentence');
    expect(await field(second).inputValue()).toBe('And another');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await press(page, add);
    expect(await field(first).inputValue()).toBe(asItBegins);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
});
