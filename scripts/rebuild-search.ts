import { rebuildSearch } from '#functions/search/rebuild-search.ts';
import { buildServices } from '#functions/services.ts';

// npm run rebuild-search: makes the index of words of a deployment anew, with the credentials and
// the region of the environment, and TABLE_NAME. The local stack prints how to reach its table.

const services = buildServices(process.env);
await services.definitions.refresh();
const counts = await rebuildSearch(services);
for (const [kind, count] of Object.entries(counts)) console.log(`${count} of kind ${kind} are indexed`);
