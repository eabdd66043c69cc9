// `npm run demo`: the main story on a stack of its own, step by step, with the outcome of each.
import { synthesize } from '#local/cloud-assembly/synthesize.ts';
import { localControls } from '#local/demo/client.ts';
import { story } from '#local/demo/story.ts';
import type { World } from '#local/demo/world.ts';
import { loadSample } from '#local/sample/load.ts';
import { startStack } from '#local/stack.ts';

const stack = await startStack({ assembly: synthesize(), state: 'memory' });
const local = localControls(stack.url);
await loadSample(await local.as({ sub: 'sample', groups: ['admins'] }));
const world: World = { local, memory: {} };
let failed = false;
try {
  for (const [index, step] of story.entries()) {
    console.log(`\n${index + 1}. ${step.title}`);
    await step.act?.(world);
    console.log(`   ${await step.check(world)}`);
  }
  console.log('\nThat is the main job. `npm start` brings the same system up to try it by hand.');
} catch (error) {
  failed = true;
  console.error(error instanceof Error ? error.message : error);
}
await stack.stop();
process.exit(failed ? 1 : 0);
