import { describe, expect, test } from 'vitest';
import { checkCondition } from '#shared/core/conditions/check.ts';
import type { Operator } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { operatorsByKind } from '#shared/core/conditions/fields.ts';
import { cells, type Row } from './operator-rows.ts';
import { fieldOfKind, kinds, NOW, registry } from './samples.ts';

const everyCell = kinds.flatMap((kind) =>
  operatorsByKind[kind].map((op: Operator) => ({
    kind,
    op,
    rows: (cells[kind] as Record<string, readonly Row[]>)[op] ?? [],
  })),
);

describe('[AU-3] [SE-2] operators by kind', () => {
  test.each(everyCell)('$op on $kind holds for what it should and for nothing else', ({ kind, op, rows }) => {
    const { field, holding } = fieldOfKind[kind];
    expect(registry.fieldNamed(field)?.kind).toBe(kind);
    expect(new Set(rows.map(([, , held]) => held)), 'rows that hold and rows that do not').toEqual(
      new Set([true, false]),
    );
    for (const [value, wanted, held] of rows) {
      const condition = { field, op, ...(wanted !== undefined && { value: wanted }) };
      expect(checkCondition(condition, registry), JSON.stringify(condition)).toEqual([]);
      expect(
        evaluate(condition, holding(value), NOW).held,
        `${JSON.stringify(value)} ${op} ${JSON.stringify(wanted)}`,
      ).toBe(held);
    }
  });

  test.each(everyCell)('$op on $kind holds where nothing is there only if it denies', ({ kind, op, rows }) => {
    const { field, holding } = fieldOfKind[kind];
    const value = rows[0]?.[1];
    for (const subject of [{}, holding(undefined), holding(null), holding(''), holding([])])
      expect(evaluate({ field, op, value }, subject, NOW).held).toBe(
        ['is-not', 'not-in', 'not-contains', 'not-exists'].includes(op),
      );
  });
});
