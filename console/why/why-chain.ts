import type { OperationAnswer } from '#client/client.ts';

type WhyAnswer = OperationAnswer<'whyCase'>;
export type WhyLink = WhyAnswer['chain'][number];

/** One link of a chain, as a screen puts it into words. */
export type ChainStep =
  /** The event that gave the field its value, with what it was before. */
  | { kind: 'set'; at: string; event: string; before: unknown; after: unknown }
  /** What set off the rule before it. */
  | { kind: 'event'; at: string; event: string; of?: { kind: string; id: string; reference?: string } }
  | { kind: 'rule' | 'routine'; at: string; title: string; run?: { id: string; recordId: string } }
  | { kind: 'workflow' | 'signal' | 'user'; at: string; id: string }
  | { kind: 'requester' | 'clock' | 'system'; at: string }
  /** Something that the reader may not see. */
  | { kind: 'hidden'; at: string };

interface SubjectOfEvent {
  kind: string;
  id: string;
  reference?: string;
}
const subjectOf = (link: WhyLink | undefined): SubjectOfEvent | undefined =>
  link?.detail?.subject as SubjectOfEvent | undefined;

const firstValue = (side: unknown): unknown =>
  typeof side === 'object' && side !== null ? Object.values(side)[0] : undefined;

const textIn = (link: WhyLink, name: string): string | undefined => {
  const value = link.detail?.[name];
  return typeof value === 'string' ? value : undefined;
};

const stepOf = (link: WhyLink, { isFirst, next }: { isFirst: boolean; next: WhyLink | undefined }): ChainStep => {
  const { kind, at, id, detail } = link;
  if (kind === 'requester' || kind === 'clock' || kind === 'system') return { kind, at };
  if (id === undefined) return { kind: 'hidden', at };
  if (kind === 'event') {
    const event = textIn(link, 'type') ?? '';
    if (isFirst)
      return { kind: 'set', at, event, before: firstValue(detail?.before), after: firstValue(detail?.after) };
    const of = subjectOf(link);
    return { kind, at, event, ...(of && { of }) };
  }
  if (kind === 'rule' || kind === 'routine') {
    const runId = textIn(link, 'runId');
    // A run lies below what its event happened to: the next link.
    const recordId = subjectOf(next)?.id;
    const run = runId !== undefined && recordId !== undefined ? { id: runId, recordId } : undefined;
    return { kind, at, title: textIn(link, 'title') ?? id, ...(run && { run }) };
  }
  return { kind, at, id };
};

/** A chain from the value back to who or what began it. */
export const chainSteps = (chain: readonly WhyLink[]): ChainStep[] =>
  chain.map((link, place) => stepOf(link, { isFirst: place === 0, next: chain[place + 1] }));
