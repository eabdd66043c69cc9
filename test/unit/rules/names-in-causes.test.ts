import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routineKey } from '#shared/automation/rules/routines.ts';
import { ruleStopped } from '#shared/automation/rules/rule-stopped.ts';
import { nameInCauses, workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { byHand } from '#shared/core/events/event.ts';
import { key as keySchema } from '#shared/core/records/primitives.ts';

const key = fc.oneof(
  fc.constantFrom('workflows', 'workflow', 'rules', '0'),
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,9}$/),
);
const subjectOf = (name: string) => {
  const { put } = ruleStopped(
    { key: name, reason: 'limit' },
    { eventId: 'E', by: { kind: 'rule', id: name }, at: 0, cause: byHand },
  ) as unknown as { put: { event: { subject: object } } };
  return put.event.subject;
};

describe('names in causes', () => {
  test('[AU-16] no rule, routine and workflow share one, whatever they and their types are called', () => {
    fc.assert(
      fc.property(key, key, fc.nat({ max: 3 }), (one, other, place) => {
        for (const name of [one, other]) expect(keySchema.safeParse(name).success).toBe(true);
        const [rule, routine, numbered, workflow] = [
          one,
          routineKey(one, { key: other }, place),
          routineKey(one, {}, place),
          nameInCauses(other),
        ];
        for (const name of [rule, routine, numbered]) expect(workflowInCauses(name)).toBeUndefined();
        expect(workflowInCauses(workflow)).toBe(other);
        const kind = 'configuration';
        expect([rule, routine, numbered, workflow].map(subjectOf)).toEqual([
          { kind, id: `rules/${one}` },
          { kind, id: `case-types/${one}` },
          { kind, id: `case-types/${one}` },
          { kind, id: `workflows/${other}` },
        ]);
      }),
    );
  });
});
