import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
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
 * as they stand with a house as proxy. Gives what each prints, which fails where a command does.
 */
export const startBlocks = (page: string, at: { url: string } | { proxy: string }): Promise<string>[] => {
  const blocks = blocksOf(page);
  const asItStands = blocks.map((block) => `echo '${mark}'\n${block}`).join('\n');
  const script = 'url' in at ? asItStands.replaceAll('http://localhost:3000', at.url) : asItStands;
  // Bash takes its pipe for a login from afar where no shell is above it, and would read the
  // settings of the machine.
  const shell = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...('proxy' in at && { http_proxy: at.proxy }) },
  });
  const printed = blocks.map(() => Promise.withResolvers<string>());
  for (const { promise } of printed) promise.catch(() => {});
  let text = '';
  let faults = '';
  const tell = (of: (printed: string[]) => string[]) => {
    for (const [index, block] of of(text.split(`${mark}\n`).slice(1)).entries()) printed[index]?.resolve(block);
  };
  shell.stderr.setEncoding('utf8').on('data', (more: string) => {
    faults += more;
  });
  shell.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (more.includes('=')) tell((all) => all.slice(0, -1));
  });
  shell.once('close', (code) => {
    if (code === 0 && faults === '') tell((all) => all);
    for (const { reject } of printed) reject(new Error(`${page} ended with ${code}: ${faults}`));
  });
  return printed.map(({ promise }) => promise);
};

/** Runs the blocks of a page to its end. @throws where a command fails */
export const runBlocks = async (page: string, at: { url: string } | { proxy: string }): Promise<string[]> => {
  const printed = await Promise.all(startBlocks(page, at));
  expect(refusalsGiven(printed), 'refusals, as the comments of the page say').toEqual(refusalsAnnounced(page));
  return printed;
};
