// A local stack in a process of its own, so that measuring does not share its event loop. It ends
// with its parent.
import { localControls } from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import { startStack } from '#local/stack.ts';

/** What it tells once it is up. */
export interface StackReport {
  url: string;
  table: string;
  /** Environment for an AWS SDK that is to talk to it. */
  environment: Record<string, string>;
}

const [, , assembly, folder] = process.argv;
if (!assembly) throw new Error('stack-process.ts takes the folder of a cloud assembly');

process.once('disconnect', () => process.exit(1));
const state = folder === undefined ? 'memory' : { folder };
const stack = await startStack({ assembly, state, port: 'any', workers: 8, lasts: true });
process.once('message', () => void stack.stop().then(() => process.exit(0)));
await loadSample(await localControls(stack.url).as({ sub: 'sample', groups: ['admins'] }));
const [table] = stack.deployment.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
if (!table) throw new Error('The template has no table');
const report: StackReport = { url: stack.url, table: table.name, environment: stack.environment };
process.send?.(report);
