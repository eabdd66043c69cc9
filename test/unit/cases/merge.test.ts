import { describe, expect, it } from 'vitest';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { mergeCases, unmergeCases, unmergeWithin } from '#shared/casework/cases/links/merge.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { alertThatIs } from '../alerts/sample-alerts.ts';
import { fileThatIs } from '../files/sample-files.ts';
import { refusalOf } from '../refused.ts';
import { adviser, at, caseDefinition, openCase } from './sample-cases.ts';

const definition = caseDefinition();
const ids = {
  loser: '01KAG000000000000000000L01',
  winner: '01KAG000000000000000000W01',
  other: '01KAG00000000000000000TH1',
};
const note = (id: string): Note => ({
  id,
  createdAt: '2026-11-23T12:00:00.000Z',
  createdBy: adviser,
  text: id,
  public: false,
});
const alertOf = (caseId: string, id = '01KAG0000000000000000000A1'): Alert => alertThatIs('escalated', { id, caseId });

const loser = openCase({
  id: ids.loser,
  contactId: 'S1',
  clients: ['S1', 'S2'],
  tags: ['night', 'both'],
  subscriptions: [{ id: 'amara', events: ['Case Closed'] }, { id: 'ben' }],
  locks: ['dev'],
  private: true,
  links: [
    { kind: 'blocks', caseId: ids.other },
    { kind: 'duplicates', caseId: ids.winner },
  ],
  alertIds: ['01KAG0000000000000000000A1'],
  noteCount: 2,
  fileCount: 2,
  requesterFileCount: 1,
});
const winner = openCase({
  id: ids.winner,
  clients: ['S1'],
  tags: ['both'],
  subscriptions: [{ id: 'ben' }],
  assignee: { user: 'dev' },
  links: [{ kind: 'duplicated-by', caseId: ids.loser }],
});
const other = openCase({ id: ids.other, links: [{ kind: 'blocked-by', caseId: ids.loser }] });

const files = [
  fileThatIs({ id: '01KAG0000000000000000000F1', announcedFor: ids.loser }),
  fileThatIs({ id: '01KAG0000000000000000000F2', announcedFor: ids.loser, createdBy: { kind: 'requester', id: 'S1' } }),
];

const merge = (changes: Partial<Parameters<typeof mergeCases>[0]> = {}) =>
  mergeCases(
    {
      loser,
      winner,
      alerts: [alertOf(ids.loser)],
      notes: [note('n1'), note('n2')],
      files,
      tasks: { ofLoser: [], ofWinner: [] },
      questions: [],
      linked: [other],
      targets: 'keep',
      by: adviser,
      at: at(5),
      ...changes,
    },
    { ofLoser: definition, ofWinner: definition },
  );
const outcomeOf = <R>(decisions: ReturnType<typeof merge>, id: string) =>
  decisions.find((decision) => decision.after.id === id)?.after as R;

/** Which files leave which case, and come to which. */
const fileMoves = (decisions: ReturnType<typeof merge>): string[] =>
  decisions
    .flatMap(({ items = [] }) => items)
    .map((write) => ('delete' in write ? { sign: '-', ...write.delete } : { sign: '+', ...write.put }))
    .filter(({ sk }) => sk.startsWith('file#'))
    .map(({ sign, pk, sk }) => `${sign} ${pk.slice('CASE#'.length)} ${sk.slice(-2)}`);

describe('[CA-16] merging', () => {
  it('[CA-16] loses nothing: people, tags, links, alerts, notes and files are on the winner', () => {
    const decisions = merge();
    expect(outcomeOf<Case>(decisions, ids.winner)).toMatchObject({
      clients: ['S1', 'S2'],
      tags: ['both', 'night'],
      subscriptions: [{ id: 'ben' }, { id: 'amara', events: ['Case Closed'] }],
      links: [
        { kind: 'duplicated-by', caseId: ids.loser },
        { kind: 'blocks', caseId: ids.other },
      ],
      alertIds: ['01KAG0000000000000000000A1'],
      noteCount: 2,
      fileCount: 2,
      requesterFileCount: 1,
      mergedFrom: [ids.loser],
    });
    expect(outcomeOf<Case>(decisions, ids.loser)).toMatchObject({ fileCount: 0, requesterFileCount: 0 });
    expect(fileMoves(decisions)).toEqual([
      `- ${ids.loser} F1`,
      `+ ${ids.winner} F1`,
      `- ${ids.loser} F2`,
      `+ ${ids.winner} F2`,
    ]);
    expect(outcomeOf<Case>(decisions, ids.other).links).toEqual([{ kind: 'blocked-by', caseId: ids.winner }]);
    expect(outcomeOf<Alert>(decisions, '01KAG0000000000000000000A1').caseId).toBe(ids.winner);
  });

  it('[CA-16] [CA-13] ends the loser as any other ending does: clocks stopped, who and when', () => {
    const gone = outcomeOf<Case>(merge(), ids.loser);
    expect(gone).toMatchObject({
      status: { key: 'withdrawn', category: 'cancelled' },
      closure: { by: adviser },
      mergedInto: ids.winner,
      alertIds: [],
    });
    expect(gone.clocks.map(({ state }) => state)).toEqual(['met', 'met']);
  });

  it('[CA-16] [CA-12] keeps out of both who was kept out of either, and private what was', () => {
    const grown = outcomeOf<Case>(merge(), ids.winner);
    expect(grown).toMatchObject({ locks: ['dev'], private: true });
    expect(grown).not.toHaveProperty('assignee');
  });

  it('[CA-16] [CA-12] keeps out of the merged one too who was kept out of the other, until the merge is taken back', () => {
    const [closed, open] = [
      { ...loser, assignee: { user: 'ines' }, subscriptions: [{ id: 'ines' }, { id: 'ben' }] },
      { ...winner, locks: ['ines', 'dev'] },
    ];
    const decisions = merge({ loser: closed, winner: open });
    const gone = outcomeOf<Case>(decisions, ids.loser);
    expect(gone).toMatchObject({ locks: ['dev', 'ines'], subscriptions: [{ id: 'ben' }] });
    expect(gone).not.toHaveProperty('assignee');
    const grown = outcomeOf<Case>(decisions, ids.winner);
    expect([grown.locks, grown.subscriptions.map(({ id }) => id)]).toEqual([['ines', 'dev'], ['ben']]);
    const alerts = [outcomeOf<Alert>(decisions, '01KAG0000000000000000000A1')];
    const linked = [outcomeOf<Case>(decisions, ids.other)];
    const state = { loser: gone, winner: grown, alerts, files, questions: [], linked, tasks: [], at: at(60) };
    const back = unmergeCases(state, { ofLoser: definition, ofWinner: definition });
    expect(outcomeOf<Case>(back, ids.loser).locks).toEqual(['dev']);
    expect(outcomeOf<Case>(back, ids.winner).locks).toEqual(['ines', 'dev']);
  });

  it('[CA-16] lets the winner’s targets go on, or begin anew', () => {
    expect(outcomeOf<Case>(merge(), ids.winner).dueAt).toBe(winner.dueAt);
    const anew = outcomeOf<Case>(merge({ targets: 'restart' }), ids.winner);
    expect(Date.parse(anew.dueAt ?? '') - Date.parse(winner.dueAt ?? '')).toBe(5 * 60_000);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `01KAG0000000000000000A${1000 + index}`);
  it.each([
    ['alerts', 'too-many-alerts', { winner: { ...winner, alertIds: many(30) } }],
    ['clients', 'merge-too-large', { winner: { ...winner, clients: many(99) } }],
    ['tags', 'merge-too-large', { winner: { ...winner, tags: many(50) } }],
    ['notes', 'merge-too-large', { notes: many(84).map(note) }],
    ['files', 'merge-too-large', { files: many(42).map((id) => fileThatIs({ id })) }],
  ])('[CA-16] is refused before anything moves where together they have too many %s', (_what, code, changes) => {
    expect(refusalOf(() => merge(changes))).toBe(code);
  });
});

describe('[CA-16] taking a merge back', () => {
  const merged = () => {
    const decisions = merge();
    return {
      loser: outcomeOf<Case>(decisions, ids.loser),
      winner: outcomeOf<Case>(decisions, ids.winner),
      alerts: [outcomeOf<Alert>(decisions, '01KAG0000000000000000000A1')],
      files,
      questions: [],
      linked: [outcomeOf<Case>(decisions, ids.other)],
      tasks: [],
    };
  };
  const unmerge = (back: Parameters<typeof unmergeCases>[0]) =>
    unmergeCases(back, { ofLoser: definition, ofWinner: definition });
  // That it was withdrawn for a while is a time that it spent.
  const substance = ({
    version: _v,
    updatedAt: _u,
    generation: _g,
    statusSince: _s,
    timeInStatus: _t,
    ...rest
  }: Case) => rest;

  it('[CA-16] restores both, and whatever was linked', () => {
    const decisions = unmerge({ ...merged(), at: at(60) });
    expect(substance(outcomeOf<Case>(decisions, ids.loser))).toEqual(substance(loser));
    // Who was kept out lost what they had; that they are not given back by itself.
    const { assignee: _lost, ...kept } = substance(winner);
    // That the other requester wrote here meanwhile is remembered: it is not the winner's
    // requester's to read.
    expect(substance(outcomeOf<Case>(decisions, ids.winner))).toEqual({ ...kept, otherRequesters: ['S1'] });
    expect(outcomeOf<Case>(decisions, ids.other).links).toEqual(other.links);
    expect(outcomeOf<Alert>(decisions, '01KAG0000000000000000000A1').caseId).toBe(ids.loser);
    expect(fileMoves(decisions)).toContain(`+ ${ids.loser} F1`);
  });

  it('[CA-16] leaves behind a file that was removed meanwhile', () => {
    const state = merged();
    const since = { ...state.winner, fileCount: 1 };
    const decisions = unmerge({ ...state, winner: since, files: files.slice(1), at: at(60) });
    expect(outcomeOf<Case>(decisions, ids.loser)).toMatchObject({ fileCount: 1, requesterFileCount: 1 });
    expect(outcomeOf<Case>(decisions, ids.winner)).toMatchObject({ fileCount: 0, requesterFileCount: 0 });
  });

  it('[CA-16] leaves the winner what it got since', () => {
    const state = merged();
    const since = { ...state.winner, tags: [...state.winner.tags, 'since'] };
    expect(outcomeOf<Case>(unmerge({ ...state, winner: since, at: at(60) }), ids.winner).tags).toEqual([
      'both',
      'since',
    ]);
  });

  it('[CA-16] is refused once thirty days are over, to the millisecond', () => {
    expect(() => unmerge({ ...merged(), at: at(5) + unmergeWithin })).not.toThrow();
    expect(refusalOf(() => unmerge({ ...merged(), at: at(5) + unmergeWithin + 1 }))).toBe('too-late');
  });
});
