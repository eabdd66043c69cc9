import { breakdown, compares, figure } from '#shared/insight/rollups/drill.ts';
import {
  baseOf,
  countedBy,
  countsBy,
  type FigureRequest,
  memberOfAlert,
  memberOfCase,
  total,
} from '#shared/insight/rollups/figures-of-records.ts';
import type { CountedCell } from '#shared/insight/rollups/read-cells.ts';

interface CellsOfBoth {
  cases: readonly CountedCell[];
  alerts: readonly CountedCell[];
}

/** From alerts to the cases that came of them. */
export const funnelFigures = ({ cases, alerts }: CellsOfBoth, asked: FigureRequest) => {
  const [ofAlerts, ofCases] = [baseOf('alerts', asked), baseOf('cases', asked)];
  const raised = countedBy(alerts, 'alerts', asked);
  const came = countedBy(cases, 'cases', asked).filter(({ members }) => members[memberOfCase.alerts] !== '');
  const resolved = came.filter(({ members }) => members[memberOfCase.category] === 'resolved');
  const having = (member: number) => total(raised.filter(({ members }) => members[member] !== ''));
  const fromAlerts = [...ofCases, compares('case.hasAlerts', 'is', true)];
  return {
    alerts: figure('alerts', total(raised), ofAlerts),
    reviewed: figure('alerts', having(memberOfAlert.reviewed), [...ofAlerts, compares('alert.reviewedAt', 'exists')]),
    escalated: figure('alerts', having(memberOfAlert.escalated), [
      ...ofAlerts,
      compares('alert.escalatedAt', 'exists'),
    ]),
    cases: figure('cases', total(came), fromAlerts),
    resolved: figure('cases', total(resolved), [...fromAlerts, compares('case.category', 'is', 'resolved')]),
  };
};

/** How cases and alerts of a period ended, and what alerts led to. */
export const outcomeFigures = ({ cases, alerts }: CellsOfBoth, asked: FigureRequest) => {
  const [ofAlerts, ofCases] = [baseOf('alerts', asked), baseOf('cases', asked)];
  const counted = countedBy(cases, 'cases', asked);
  const came = counted.filter(({ members }) => members[memberOfCase.alerts] !== '');
  return {
    cases: {
      byReason: breakdown(
        'cases',
        countsBy(counted, ({ members }) => members[memberOfCase.reason]),
        (key) => [...ofCases, compares('case.closureReason', 'is', key)],
      ),
    },
    alerts: {
      byOutcome: breakdown(
        'alerts',
        countsBy(countedBy(alerts, 'alerts', asked), ({ members }) => members[memberOfAlert.outcome]),
        (key) => [...ofAlerts, compares('alert.outcome', 'is', key)],
      ),
      ledTo: breakdown(
        'cases',
        countsBy(came, ({ type }) => type),
        (key) => [...ofCases, compares('case.hasAlerts', 'is', true), compares('case.type', 'is', key)],
      ),
    },
  };
};

/** Where alerts of a period came from. */
export const originFigures = (cells: readonly CountedCell[], asked: FigureRequest) => {
  const base = baseOf('alerts', asked);
  const counted = countedBy(cells, 'alerts', asked);
  const by = (kind: string, field: string) =>
    breakdown(
      'alerts',
      countsBy(
        counted.filter(({ members }) => members[2] === kind),
        ({ members }) => members[3],
      ),
      (key) => [...base, compares(field, 'is', key)],
    );
  return { bySource: by('source', 'alert.source'), byRaiser: by('raiser', 'alert.createdBy') };
};
