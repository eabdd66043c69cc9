import { describe, expect, it } from 'vitest';
import { caseInPath, withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import type { Services } from '#functions/services.ts';
import { personOf } from '#shared/access/person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { getTaskRoute } from '#shared/casework/tasks/task.routes.ts';
import { caseDefinition, openCase } from '../cases/sample-cases.ts';

const stranger = personOf({ sub: 'u9', groups: ['estates'] }, () => true);
const hidden = openCase({ private: true, reference: referenceFrom(new Uint8Array(5)) });

const services = {
  table: { getMany: async () => [{ record: hidden }] },
  definitions: { all: async () => new Map([[hidden.type, { key: hidden.type, value: caseDefinition().type }]]) },
} as unknown as Services;

const shown = (body: object, id?: string) =>
  withoutHiddenCases(services, {
    body,
    caller: stranger,
    named: id === undefined ? undefined : caseInPath(getTaskRoute, { id, taskId: 't' }),
  });

describe('[CA-12] an answer', () => {
  const task = { id: 't', caseId: hidden.id };

  it('[CA-12] names no case that the caller may not see', async () => {
    expect(await shown(task)).toEqual({ id: 't' });
    expect(await shown({ items: [task] })).toEqual({ items: [{ id: 't' }] });
  });

  it('[CA-12] [CA-16] names none among the links that a merge brought', async () => {
    const brought = (links: object[]) => ({ events: [{ after: { beforeMerge: { brought: { links } } } }] });
    expect(await shown(brought([{ kind: 'blocks', caseId: hidden.id }]))).toEqual(brought([]));
  });

  it.each([
    ['id', (record: Case) => record.id],
    ['reference', (record: Case) => record.reference],
  ])(
    '[CA-12] [TA-1] keeps the case that its path names by its %s, though no list shows it to the caller',
    async (_by, idOf) => {
      expect(await shown(task, idOf(hidden))).toEqual(task);
      expect(await shown({ items: [task] }, idOf(hidden))).toEqual({ items: [task] });
    },
  );

  it('[CA-12] keeps no other case than that', async () => {
    expect(await shown(task, '01KAG000000000000000000TH1')).toEqual({ id: 't' });
  });
});
