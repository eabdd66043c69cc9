import { relative, resolve } from 'node:path';
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import {
  isAsExpression,
  isBinaryExpression,
  isElementAccessExpression,
  isStringLiteral,
} from 'typescript/unstable/ast/is';
import { API, type Project, type Type, TypeFlags } from 'typescript/unstable/sync';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
// The one place where a member is read by a name that is only known when the program runs.
const home = 'shared/core/records/own.ts';

/** The name by which an object is read: `values[name]`, `name in values`. */
const nameIn = (node: Node): Node | undefined => {
  if (isElementAccessExpression(node)) return node.argumentExpression;
  return isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword ? node.left : undefined;
};

/** What a name is, before it is said to be one of a list. */
const withoutCasts = (node: Node): Node => (isAsExpression(node) ? withoutCasts(node.expression) : node);

/**
 * A name out of a list that the code spells out is one of ours; any other text may be somebody's.
 */
const isAnyText = (type: Type): boolean => {
  if (type.isUnionType()) return type.getTypes().some(isAnyText);
  return (type.flags & (TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping)) !== 0;
};

/** Every access of a file by a name that is not one of a spelt-out list. */
const accessesIn = (source: SourceFile, { checker }: Project): string[] => {
  const found: string[] = [];
  const look = (node: Node): void => {
    const name = nameIn(node);
    const type = name && !isStringLiteral(name) ? checker.getTypeAtLocation(withoutCasts(name)) : undefined;
    if (type && isAnyText(type)) found.push(node.getText(source));
    node.forEachChild(look);
  };
  look(source);
  return found;
};

test('no object is read by a name that somebody chose, but where its own members alone are looked at [CA-3] [IN-1]', () => {
  const api = new API();
  try {
    const [project] = api.updateSnapshot({ openProjects: [resolve(root, 'tsconfig.json')] }).getProjects();
    if (!project) throw new Error('there is no project');
    const ours = project.program
      .getSourceFileNames()
      .filter((path) => /^(shared|functions)\//.test(relative(root, path)));
    expect(ours.length).toBeGreaterThan(300);
    const found = ours.flatMap((path) => {
      const source = project.program.getSourceFile(path);
      const name = relative(root, path);
      return source && name !== home ? accessesIn(source, project).map((access) => `${name}: ${access}`) : [];
    });
    expect(found).toEqual([]);
  } finally {
    api.close();
  }
});
