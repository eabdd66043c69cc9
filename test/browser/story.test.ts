import { expect, test } from 'vitest';
import { browserOfFile, expectAccessible } from '#test/browser/pages.ts';
import { here } from '#test/house/institution.ts';

const { open } = browserOfFile({ local: true });

const missed = {
  Source: 'lms.example.edu',
  DetailType: 'Classes Missed',
  Detail: { contactId: 'S102', course: 'MATH-101', week: '2026-W46', missed: 3 },
};

test('[UI-1] the story of the README is clicked through', { timeout: 60_000 }, async () => {
  // The LMS puts an event on the bus; twice, as LMSs do.
  await here().local.putEvents([missed, missed]);
  await here().local.idle();

  const page = await open('/', 'nobody');
  await page.getByRole('button', { name: 'Sign in' }).first().click();
  const amara = page.getByRole('button', { name: /Amara Obi/ });
  await amara.waitFor();
  await expectAccessible(page);
  await amara.click();

  // Nobody has the case yet. She claims it.
  await page.getByRole('heading', { name: 'Work' }).waitFor();
  await page.goto('/work?view=unassigned');
  await page.getByRole('link', { name: 'A first-year has stopped coming to class' }).click();
  await page.getByRole('button', { name: 'Claim', exact: true }).click();
  await page.getByRole('button', { name: 'Release', exact: true }).waitFor();

  // Why it is critical leads back to the signal.
  await page.getByRole('button', { name: /Why.*Priority|Priority.*Why/i }).click();
  await page
    .getByRole('dialog')
    .getByText(/lms-missed-classes/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');

  // Two weeks pass: reminder, breach and escalation come, and she is still signed in.
  const stack = page.getByRole('complementary', { name: 'On this machine' });
  await stack.getByRole('button', { name: '+ 1 week' }).click();
  await page
    .getByText(/It is now/)
    .first()
    .waitFor();
  await stack.getByRole('button', { name: '+ 1 week' }).click();
  await page
    .getByText(/overdue|ago/i)
    .first()
    .waitFor();
  await stack.getByRole('button', { name: 'Inbox' }).click();
  await page
    .getByRole('dialog')
    .getByText(/farah.haddad@staff.example.edu/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');

  await page.getByLabel('Note', { exact: true }).fill('Spoke with Liam: back in class from Monday.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await page.getByText('Spoke with Liam: back in class from Monday.').first().waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /Reason/ }).click();
  await page.getByRole('option', { name: 'Solved' }).click();
  await dialog.getByLabel(/Details/).fill('We agreed on a plan for the rest of the term.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Reopen', exact: true }).waitFor();
  await here().local.idle();
  const last = (await here().local.mails('liam.okafor@students.example.edu')).at(-1);
  expect(last?.text).toContain('We agreed on a plan');
});
