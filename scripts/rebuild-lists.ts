import { rebuildLists } from '#functions/lists/rebuild-lists.ts';
import { buildServices } from '#functions/services.ts';

// npm run rebuild-lists: puts records from before lists had an index for each order into those of a
// deployment, with the credentials and the region of the environment, and TABLE_NAME.

const counts = await rebuildLists(buildServices(process.env));
for (const [kind, count] of Object.entries(counts)) console.log(`${count} of kind ${kind} are in the lists now`);
