// The list of decisions in docs/decisions/README.md follows from the pages; what stands above the
// list is written by hand.
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const decisionIndex = 'docs/decisions/README.md';

const repository = resolve(import.meta.dirname, '..');
const folder = join(repository, 'docs/decisions');
const heading = '## All of them\n';

/** The pages of docs/decisions by their number, each with what its first line says. */
export const decisionPages = (): { file: string; number: string; title: string }[] =>
  globSync('[0-9]*.md', { cwd: folder })
    .sort()
    .map((file) => {
      const [first = ''] = readFileSync(join(folder, file), 'utf8').split('\n', 1);
      const [, number = '', title = ''] = first.match(/^# (\d+)\. (.+)$/) ?? [];
      return { file, number, title };
    });

export const decisionIndexText = (): string => {
  const [head] = readFileSync(join(repository, decisionIndex), 'utf8').split(heading);
  const rows = decisionPages().map(({ file, number, title }) => `| ${number} | [${title}](${file}) |\n`);
  return `${head}${heading}\n| | |\n|---|---|\n${rows.join('')}`;
};
