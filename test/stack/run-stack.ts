// A stack in a process of its own, for tests that kill it: `run-stack.ts <state folder> <assembly>`
// sends its parent the address when it is up.
import { startStack } from '#local/stack.ts';
import { startsAt } from '#test/starts-at.ts';

const [folder, assembly] = process.argv.slice(2);
if (!folder || !assembly) throw new Error('run-stack.ts <state folder> <assembly>');
const stack = await startStack({ assembly, state: { folder }, port: 'any', startsAt: startsAt() });
process.send?.(stack.url);
