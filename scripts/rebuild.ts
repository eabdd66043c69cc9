import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { rebuildFigures } from '#functions/insight/rebuild-figures.ts';
import { reportingDaysOf } from '#functions/insight/reporting-days-of.ts';
import { rebuildLists } from '#functions/lists/rebuild-lists.ts';
import { rebuildSearch } from '#functions/search/rebuild-search.ts';
import { buildServices } from '#functions/services.ts';
import { rebuildViews } from '#functions/views/rebuild-views.ts';

// npm run rebuild-lists | -search | -figures | -views: makes anew what is kept from the records, by
// the credentials, region and TABLE_NAME of the environment, for figures REPORTING_ZONE too.

// An operator has them where the tools of AWS look for them.
const { config } = new DynamoDBClient({});
const { accessKeyId, secretAccessKey, sessionToken } = await config.credentials();
const environment = {
  AWS_REGION: await config.region(),
  AWS_ACCESS_KEY_ID: accessKeyId,
  AWS_SECRET_ACCESS_KEY: secretAccessKey,
  AWS_SESSION_TOKEN: sessionToken,
};

const services = buildServices(
  { ...process.env, ...environment },
  {
    reportingDays: () => reportingDaysOf(process.env),
    // What waits for an instant is started by the sweep.
    wakeUps: () => ({ start: async () => {}, horizonFrom: () => 0 }),
  },
);

const rebuilding: Record<string, () => Promise<Record<string, number>>> = {
  lists: () => rebuildLists(services),
  search: () => rebuildSearch(services),
  figures: async () => ({ record: await rebuildFigures(services) }),
  views: () => rebuildViews(services),
};

const [name = ''] = process.argv.slice(2);
const rebuild = new Map(Object.entries(rebuilding)).get(name);
if (!rebuild) throw new Error(`Which of ${Object.keys(rebuilding).join(', ')}?`);
await services.definitions.refresh();
for (const [kind, count] of Object.entries(await rebuild())) console.log(`${count} of kind ${kind} are in the ${name}`);
