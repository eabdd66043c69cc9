import { resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

/** What declares and does nothing, by its name: shapes, routes, events, the wording of mails. */
const declarations = /^shared\/.*\.(schema|routes|events|notifications)\.ts$/;

// Files of other names that a browser gets with the contract. Each makes schemas, lists names or
// reads a member: none decides, reads the table or knows the time.
const others = [
  'automation/rules/rule-action.ts',
  'automation/rules/rule.ts',
  'automation/rules/run.ts',
  'automation/rules/triggers.ts',
  'automation/segments/segment.ts',
  'automation/workflows/step-path.ts',
  'automation/signals/signal-mapping.ts',
  'casework/alerts/alert-type.ts',
  'casework/alerts/alert.ts',
  'casework/alerts/status.ts',
  'casework/assignment/assign.ts',
  'casework/assignment/story-person.ts',
  'casework/cases/case-type.ts',
  'casework/cases/case.ts',
  'casework/cases/clocks/agenda-kinds.ts',
  'casework/cases/clocks/target-name.ts',
  'casework/cases/declare-case-event.ts',
  'casework/cases/limits.ts',
  'casework/cases/reason-of-event.ts',
  'casework/cases/set-aside-words.ts',
  'casework/cases/status.ts',
  'casework/contacts/contact.ts',
  'casework/files/file-name.ts',
  'configuration/kind-names.ts',
  'contract/routes.ts',
  'core/calendars/amount.ts',
  'core/calendars/calendar.ts',
  'core/calendars/holiday-source.ts',
  'core/calendars/weekdays.ts',
  'core/conditions/condition.ts',
  'core/events/event-declaration.ts',
  'core/events/internal-members.ts',
  'core/events/source.ts',
  'core/http/answers.ts',
  'core/http/define-route.ts',
  'core/records/instants.ts',
  'core/records/limits.ts',
  'core/records/own.ts',
  'core/records/primitives.ts',
  'core/records/refine-sound.ts',
  'core/records/ulid.ts',
  'core/records/well-formed.ts',
  'core/refusals.ts',
  'insight/imports/written-instant.ts',
  'mail/notifications/all-notifications.ts',
  'mail/notifications/digest-template.ts',
  'mail/notifications/notification.ts',
  'mail/notifications/rule-stopped.ts',
  'mail/notifications/template.ts',
];

it('the contract is bundled for a browser, without anything of Node and without behaviour', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: ['shared/contract/routes.ts'],
    absWorkingDir: resolve(import.meta.dirname, '../../..'),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const inputs = Object.keys(metafile.inputs);
  const ours = inputs.filter((file) => !file.startsWith('node_modules/'));
  expect(ours.filter((file) => !declarations.test(file)).sort()).toEqual(others.map((file) => `shared/${file}`).sort());
  expect(inputs.filter((file) => !ours.includes(file) && !file.startsWith('node_modules/zod/'))).toEqual([]);
  console.log('KB', (outputFiles[0]?.contents.length ?? 0) / 1024);
  // 287 KB: zod, and the schemas of all routes, which grew by segments, webhooks and workflows, and
  // by those of finding and seeing.
  const kilobytes = (outputFiles[0]?.contents.length ?? 0) / 1024;
  expect(kilobytes).toBeGreaterThan(100);
  expect(kilobytes).toBeLessThan(320);
});
