import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '../../..');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: repository })];
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

// What stands in a block of code is an example, not a promise that a file is there.
const prose = (text: string): string => text.replaceAll(/^( *)```[\s\S]*?^\1```/gm, '');

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replaceAll(/[`*_]/g, '')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (page: string): string[] =>
  [...prose(textOf(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading ?? ''));

const isWrong = (page: string, link: string): boolean => {
  if (/^[a-z]+:/.test(link)) return false;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : relative(repository, resolve(repository, dirname(page), path));
  if (!existsSync(join(repository, target))) return true;
  return anchor !== undefined && !anchorsOf(target).includes(anchor);
};

const deadLinks = (page: string): string[] =>
  [...prose(textOf(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link ?? '')
    .filter((link) => isWrong(page, link));

/**
 * Paths such as `shared/core/table/keys.ts`: from the root of the repository, with a folder before
 * them.
 */
const missingFiles = (page: string): string[] =>
  [...prose(textOf(page)).matchAll(/`((?:[\w@.-]+\/)+[\w.*-]+\.(?:ts|mjs|js|json|md))`/g)]
    .map(([, path]) => path ?? '')
    .filter((path) =>
      path.includes('*') ? globSync(path, { cwd: repository }).length === 0 : !existsSync(join(repository, path)),
    );

describe('the documentation', () => {
  it.each(pages)('every link and every file that %s names is there', (page) => {
    expect({ links: deadLinks(page), files: missingFiles(page) }).toEqual({ links: [], files: [] });
  });

  it('a link that leads nowhere, to no heading, or out of the repository is found', () => {
    expect(isWrong('README.md', 'docs/glossary.md#people')).toBe(false);
    expect(isWrong('docs/glossary.md', '../README.md')).toBe(false);
    expect(isWrong('README.md', 'docs/no-such-page.md')).toBe(true);
    expect(isWrong('README.md', 'docs/glossary.md#no-such-heading')).toBe(true);
  });

  it('every page of a guide, a decision and a runbook can be reached from another page', () => {
    const linked = new Set(
      pages.flatMap((page) =>
        [...textOf(page).matchAll(/\]\(([^)\s#]+)/g)].map(([, link]) =>
          relative(repository, resolve(repository, dirname(page), link ?? '')),
        ),
      ),
    );
    const folders = ['docs/decisions', 'docs/runbooks'].filter((folder) => linked.has(folder));
    const lost = pages.filter(
      (page) => page.startsWith('docs/') && !linked.has(page) && !folders.includes(dirname(page)),
    );
    expect(lost).toEqual([]);
  });
});
