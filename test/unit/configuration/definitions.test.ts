import { describe, expect, it, vi } from 'vitest';
import { checkConfiguration, usesOf } from '#shared/configuration/check.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import type { Configuration } from '#shared/core/definitions/configuration.ts';
import { configurationLayout, putConfiguration, removeConfiguration } from '#shared/core/definitions/configuration.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import { Refusal } from '#shared/core/errors.ts';
import { configurationEpochKey, eventKey, recordKey } from '#shared/core/table/keys.ts';
import { shippedTemplates } from '#shared/mail/notifications/all-notifications.ts';
import { memoryTable } from '#test/house/memory-table.ts';

const by = { kind: 'user', id: 'ada' } as const;
const now = Date.parse('2026-11-21T09:00:00.000Z');

/** A deployment in memory: put writes what a commit would. */
const deployment = () => {
  const { memory, table } = memoryTable();
  const query = vi.spyOn(table, 'query');
  const current = new Map<string, Configuration>();
  const put = (kind: Kind, key: string, value: object) => {
    const id = `${kind}/${key}`;
    const at = recordKey({ kind: 'configuration', id });
    const parsed = kindSchemas[kind].parse(value) as Record<string, unknown>;
    const { after } = putConfiguration(current.get(id), { kind, key, value: parsed, by, at: now, nextVersion: 1 });
    current.set(id, after);
    const event = { ...eventKey({ kind: 'configuration', id }, after.version, 0), event: { record: after } };
    memory.place([{ ...at, record: after }, event]);
    for (const one of configurationLayout.satellites(current as never, after as never))
      if ('put' in one) memory.place([one.put]);
    return after;
  };
  return { table, query, put, definitions: new Definitions(table, { templates: shippedTemplates }) };
};

describe('the configuration that a function sees', () => {
  it('[CA-3] is read once and kept while nothing changes', async () => {
    const { put, definitions, query } = deployment();
    put('priorities', 'critical', { name: 'Critical' });
    for (let request = 0; request < 3; request++) {
      await definitions.refresh();
      expect([...(await definitions.all('priorities')).keys()]).toEqual(['critical']);
    }
    expect(query).toHaveBeenCalledTimes(1);
  });

  it('[CA-3] is that of now with the next request after a change', async () => {
    const { put, definitions } = deployment();
    put('priorities', 'critical', { name: 'Critical' });
    await definitions.refresh();
    await definitions.all('priorities');
    put('priorities', 'critical', { name: 'At once' });
    await definitions.refresh();
    expect(await definitions.one('priorities', 'critical')).toMatchObject({ version: 2, value: { name: 'At once' } });
  });

  it('[CA-3] is compared when the first of it is read, once, and not where none is', async () => {
    const { put, definitions, table } = deployment();
    const get = vi.spyOn(table, 'get');
    definitions.refreshWhenRead();
    expect(get).not.toHaveBeenCalled();
    put('priorities', 'critical', { name: 'Critical' });
    await Promise.all([definitions.all('priorities'), definitions.one('templates', 'digest')]);
    expect(get).toHaveBeenCalledTimes(1);
    put('priorities', 'critical', { name: 'At once' });
    definitions.refreshWhenRead();
    get.mockRejectedValueOnce(new Error('throttled'));
    await expect(definitions.one('priorities', 'critical')).rejects.toThrow('throttled');
    expect(await definitions.one('priorities', 'critical')).toMatchObject({ value: { name: 'At once' } });
    expect(get).toHaveBeenCalledTimes(3);
  });

  it('is asked for again where reading it failed', async () => {
    const { put, definitions, table } = deployment();
    put('priorities', 'critical', { name: 'Critical' });
    vi.spyOn(table, 'queryAll').mockRejectedValueOnce(new Error('throttled'));
    await expect(definitions.all('priorities')).rejects.toThrow('throttled');
    expect((await definitions.all('priorities')).size).toBe(1);
  });

  it('[CA-3] has every version that there was, for what keeps to it', async () => {
    const { put, definitions } = deployment();
    for (const name of ['One', 'Two', 'Three']) put('priorities', 'critical', { name });
    await definitions.refresh();
    const names = await Promise.all(
      [1, 2, 3].map(async (version) => (await definitions.atVersion('priorities', 'critical', version))?.value.name),
    );
    expect(names).toEqual(['One', 'Two', 'Three']);
    expect(await definitions.atVersion('priorities', 'critical', 4)).toBeUndefined();
  });

  it('[NT-1] has the shipped templates, until one is put in the place of another', async () => {
    const { put, definitions } = deployment();
    expect((await definitions.one('templates', 'case-raised-group'))?.version).toBe(0);
    put('templates', 'case-raised-group', { name: 'Ours', subject: 'New', text: 'A new case' });
    await definitions.refresh();
    expect(await definitions.one('templates', 'case-raised-group')).toMatchObject({
      version: 1,
      value: { name: 'Ours' },
    });
    expect((await definitions.one('templates', 'case-escalated'))?.version).toBe(0);
  });
});

describe('putting and removing a configuration', () => {
  const command = { kind: 'priorities', key: 'low', value: { name: 'Low' }, by, at: now, nextVersion: 4 } as const;

  it('[CA-3] goes on with the versions where a deleted one of the key ended', () => {
    const { after, events } = putConfiguration(undefined, command);
    expect(after).toMatchObject({ id: 'priorities/low', version: 4, createdBy: by, value: { name: 'Low' } });
    expect(events).toMatchObject([{ type: 'Configuration Changed', after: { name: 'Low' } }]);
  });

  it('[CA-3] counts versions up, and tells what changed', () => {
    const { after: current } = putConfiguration(undefined, command);
    const next = putConfiguration(current, { ...command, value: { name: 'Lower' }, nextVersion: 9 });
    expect(next).toMatchObject({ before: current, after: { version: 5 } });
    expect(next.events).toMatchObject([{ changed: ['name'], before: { name: 'Low' }, after: { name: 'Lower' } }]);
    expect(removeConfiguration(next.after, now)).toMatchObject({ removes: 'record', after: { version: 6 } });
  });

  it('[CA-3] tells every function each time', () => {
    const epochOf = (version: number) => {
      const { after } = putConfiguration(undefined, { ...command, nextVersion: version });
      return configurationLayout.satellites(undefined as never, after as never);
    };
    expect(epochOf(1)).toMatchObject([{ put: configurationEpochKey }]);
    expect(epochOf(1)).not.toEqual(epochOf(2));
  });
});

describe('checking a configuration before it is saved', () => {
  const refusalOf = async <K extends Kind>(definitions: Definitions, kind: K, value: object) => {
    const parsed = kindSchemas[kind].parse(value) as ValueOf<K>;
    const error = await checkConfiguration(definitions, kind, parsed).catch((refused: unknown) => refused);
    if (error === undefined) return 'taken';
    if (!(error instanceof Refusal)) throw error;
    return `${error.code}: ${error.faults.map(({ pointer, code }) => `${pointer} ${code}`).join(', ')}`;
  };
  const alertRule = (members: object) => ({
    title: 'R',
    for: 'alert',
    trigger: { event: 'alert-created' },
    actions: [{ do: 'add-note', note: { text: 'seen' } }],
    ...members,
  });

  it('[CA-3] refuses what refers to things that are not there, all of them at once', async () => {
    const { definitions, put } = deployment();
    put('groups', 'advisers', { name: 'Advisers' });
    const type = {
      name: 'Attendance',
      groups: { reviewers: ['advisers', 'nobody'] },
      defaultPriority: 'medium',
      calendar: 'campus',
    };
    expect(await refusalOf(definitions, 'alert-types', type)).toBe(
      'unknown-reference: /groups/reviewers/1 unknown-reference, /defaultPriority unknown-reference, /calendar unknown-reference',
    );
  });

  it('[AU-3] refuses a condition on a field that there is not, and knows the custom fields of every type', async () => {
    const { definitions, put } = deployment();
    put('alert-types', 'attendance', {
      name: 'Attendance',
      fields: [{ key: 'missed', name: 'Missed', type: 'integer' }],
    });
    const condition = (field: string, value: unknown) => alertRule({ condition: { field, op: 'gt', value } });
    expect(await refusalOf(definitions, 'rules', condition('alert.fields.missed', 2))).toBe('taken');
    expect(await refusalOf(definitions, 'rules', condition('alert.fields.lost', 2))).toMatch(
      /^invalid-request: \/condition\/field /,
    );
  });

  it('[AL-12] refuses a mapping whose condition, texts and references are wrong, all at once', async () => {
    const { definitions } = deployment();
    const mapping = {
      name: 'M',
      match: { field: 'evnt.source', op: 'is', value: 'lms' },
      alert: { type: 'attendance', description: '{{ oh' },
    };
    expect(await refusalOf(definitions, 'signal-mappings', mapping)).toMatch(
      /^invalid-request: \/match\/field [a-z-]+, \/alert\/description invalid-template, \/alert\/type unknown-reference$/,
    );
  });

  it('[NT-3] refuses a template with a token that there is not', async () => {
    const { definitions } = deployment();
    const template = { name: 'T', subject: 'Hello', text: 'Dear {{ contact.nme }}' };
    expect(await refusalOf(definitions, 'templates', template)).toMatch(/^invalid-request: \/text /);
  });

  it('names everything that refers to one', async () => {
    const { definitions, put } = deployment();
    put('groups', 'advisers', { name: 'Advisers' });
    put('alert-types', 'attendance', { name: 'Attendance', groups: { reviewers: ['advisers'] } });
    put('rules', '01KAG0000000000000000000R1', alertRule({ actions: [{ do: 'update-reviewer', group: 'advisers' }] }));
    expect(await usesOf(definitions, { kind: 'groups', key: 'advisers' })).toEqual([
      'alert-types/attendance',
      'rules/01KAG0000000000000000000R1',
    ]);
    expect(await usesOf(definitions, { kind: 'groups', key: 'tutors' })).toEqual([]);
  });
});
