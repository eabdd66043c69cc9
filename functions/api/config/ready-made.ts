import { importFile } from '#functions/api/config/file.ts';
import { pageOfShortList } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import advising from '#ready-made/advising.json' with { type: 'json' };
import complaints from '#ready-made/complaints.json' with { type: 'json' };
import grants from '#ready-made/grants.json' with { type: 'json' };
import hazardReport from '#ready-made/hazard-report.json' with { type: 'json' };
import studentSignals from '#ready-made/student-signals.json' with { type: 'json' };
import subjectAccessRequest from '#ready-made/subject-access-request.json' with { type: 'json' };
import taskTypes from '#ready-made/task-types.json' with { type: 'json' };
import { installReadyMadeRoute, readyMadeRoute } from '#shared/configuration/file.routes.ts';
import { configurationFileSchema } from '#shared/configuration/file.schema.ts';
import { Refusal } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';

/**
 * Instances that come with Caseward: files that `POST /v1/configuration/import` takes as they are.
 */
export const readyMadeFiles: Readonly<Record<string, { about: { name: string; description: string } }>> = {
  advising,
  complaints,
  grants,
  'hazard-report': hazardReport,
  'student-signals': studentSignals,
  'subject-access-request': subjectAccessRequest,
  'task-types': taskTypes,
};

/** The keys in a file, by kind. */
const contentsOf = (file: object): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(file)
      .filter(([kind]) => kind !== 'about')
      .map(([kind, entries]) => [kind, Object.keys(entries)]),
  );

// GET /v1/configuration/ready-made
export const readyMade = routeHandler(readyMadeRoute, async (services, request) => {
  const items = Object.entries(readyMadeFiles).map(([key, file]) => ({
    key,
    ...file.about,
    contents: contentsOf(file),
  }));
  return { body: await pageOfShortList(services, request, { name: 'ready-made', items, keyOf: ({ key }) => key }) };
});

// POST /v1/configuration/ready-made/{key}/install: an institution makes it its own after that, so
// what is there already is left alone.
export const installReadyMade = routeHandler(installReadyMadeRoute, async (services, { path, caller, now }) => {
  const found = own(readyMadeFiles, path.key);
  if (!found) throw new Refusal('not-found');
  const file = configurationFileSchema.parse(found);
  return importFile(services, { file, existing: 'keep', caller, now });
});
