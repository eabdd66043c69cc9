import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFunctions } from '#local/functions/functions.ts';
import { atTheEnd, createContext, deploymentOf, stateFolder } from './local-services.ts';

const started = (workers: number) => {
  const folder = stateFolder();
  writeFileSync(join(folder, 'index.mjs'), 'export const handler = async ({ name }) => ({ hello: name });');
  const declared = ['one', 'other'].map((name) => ({
    type: 'AWS::Lambda::Function',
    name,
    properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: {} },
  }));
  const context = { ...createContext(), wrote: () => {}, workers };
  const functions = createFunctions(context, { ...deploymentOf(...declared), assetFolder: () => folder }, {});
  atTheEnd(() => functions.stop());
  const call = (name: string) => functions.invoke(name, JSON.stringify({ name }));
  return { call, coldStarts: () => functions.report().map(({ coldStarts }) => coldStarts) };
};

describe('The workers of all functions', () => {
  it('stay for the next call while there is room', async () => {
    const { call, coldStarts } = started(2);
    expect(await call('one')).toEqual({ ok: true, payload: '{"hello":"one"}' });
    for (const name of ['other', 'one', 'other']) await call(name);
    expect(coldStarts()).toEqual([1, 1]);
  });

  it('make room for another function when they are as many as there may be', async () => {
    const { call, coldStarts } = started(1);
    for (const name of ['one', 'other', 'other', 'one'])
      expect(await call(name)).toEqual({ ok: true, payload: `{"hello":"${name}"}` });
    expect(coldStarts()).toEqual([2, 1]);
  });

  it('answer calls at once one after the other where there is no room for a second', async () => {
    const { call, coldStarts } = started(1);
    const answers = await Promise.all(['one', 'one', 'one'].map(call));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ ok: true, payload: '{"hello":"one"}' })));
    expect(coldStarts()).toEqual([1, 0]);
  });
});
