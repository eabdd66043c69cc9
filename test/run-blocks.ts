import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const mark = '=== block';

/** The runnable blocks of a page: those marked `sh`. */
const blocksOf = (page: string): string[] =>
  [...readFileSync(new URL(`../${page}`, import.meta.url), 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, commands]) => commands ?? '',
  );

export const allOf = (text: string | undefined, pattern: RegExp): string[] =>
  [...(text ?? '').matchAll(pattern)].map(([, found]) => found ?? '');

const refusalsAnnounced = (page: string): string[] => allOf(blocksOf(page).join('\n'), /# \d{3} ([a-z-]+)$/gm);
/** Of whole requests: those of a row stand in its `error`. */
const refusalsGiven = (printed: string[]): string[] =>
  allOf(printed.join('\n'), /(?<!"error":)\{"type":"urn:caseward:problem:([a-z-]+)"/g);

/**
 * Runs the blocks of a page in one shell: at a local stack in place of the address in the page, or
 * as they stand with a house as proxy. Gives what each printed. @throws where a command fails
 */
export const runBlocks = async (page: string, at: { url: string } | { proxy: string }): Promise<string[]> => {
  const asItStands = blocksOf(page)
    .map((block) => `echo '${mark}'\n${block}`)
    .join('\n');
  const script = 'url' in at ? asItStands.replaceAll('http://localhost:3000', at.url) : asItStands;
  // Not spawnSync: the stack answers from this very process. Bash takes its pipe for a login from
  // afar where no shell is above it, and would read the settings of the machine.
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    maxBuffer: 32 * 2 ** 20, // the bus alone may print a megabyte
    env: { ...process.env, ...('proxy' in at && { http_proxy: at.proxy }) },
  });
  expect(stderr).toBe('');
  const printed = stdout.split(`${mark}\n`).slice(1);
  expect(refusalsGiven(printed), 'refusals, as the comments of the page say').toEqual(refusalsAnnounced(page));
  return printed;
};
