import { describe, expect, it } from 'vitest';
import { asWritable, requireWritable } from '#functions/api/writable.ts';
import { closeWithAlerts } from '#shared/casework/cases/life/close-and-reopen.ts';
import { linkCases } from '#shared/casework/cases/links/links.ts';
import { alertDefinition, alertThatIs } from '../alerts/sample-alerts.ts';
import { adviser, at, caseDefinition, openCase, raised } from '../cases/sample-cases.ts';
import { refusalOf } from '../refused.ts';

const other = () => openCase({ id: '01KAG000000000000000000TH1' });
const link = (one = openCase(), to = other()) => linkCases(one, { kind: 'blocks', to, at: at(1) });

describe('[CA-8] what a story decided is committed', () => {
  it('[CA-8] where the policy let the caller write to every record that it changes, and not where one of them was only read', () => {
    expect(refusalOf(() => requireWritable(link()))).toBe('not-allowed');
    expect(refusalOf(() => requireWritable(link(asWritable(openCase()))))).toBe('not-allowed');
    expect(refusalOf(() => requireWritable(link(openCase(), asWritable(other()))))).toBe('not-allowed');
    expect(() => requireWritable(link(asWritable(openCase()), asWritable(other())))).not.toThrow();
  });

  it('[CA-8] as read for this very request: the right to a record is not that to another reading of it', () => {
    const record = asWritable(openCase());
    expect(refusalOf(() => requireWritable(link({ ...record }, asWritable(other()))))).toBe('not-allowed');
  });

  it('[CA-1] [CA-8] where records are new, or nothing changes', () => {
    expect(() => requireWritable([raised()])).not.toThrow();
    const linked = link(asWritable(openCase()), asWritable(other()));
    const again = linkCases(linked[0]?.after ?? openCase(), {
      kind: 'blocks',
      to: linked[1]?.after ?? other(),
      at: at(2),
    });
    expect(again.flatMap(({ events }) => events)).toEqual([]);
    expect(() => requireWritable(again)).not.toThrow();
  });

  it('[AL-6] [CA-8] with the alerts of a case that the caller may write to, and with no other alert', () => {
    const definition = caseDefinition({ onClose: { closeAlerts: 'resolved' } });
    const record = asWritable(openCase({ alertIds: ['01KAG0000000000000000000A1'] }, definition));
    const close = (caseId: string) =>
      closeWithAlerts(
        record,
        { reason: 'solved', by: adviser, at: at(1) },
        {
          definition,
          blockers: [],
          alerts: [{ alert: alertThatIs('escalated', { caseId }), definition: alertDefinition() }],
          tasks: [],
        },
      );
    expect(() => requireWritable(close(record.id))).not.toThrow();
    expect(refusalOf(() => requireWritable(close(other().id)))).toBe('not-allowed');
  });
});
