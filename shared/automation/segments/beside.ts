import { type RelatedSources, relatedFrom } from '#shared/automation/segments/related-sources.ts';
import type { Related, Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';

/**
 * What conditions ask about a contact beside the contact itself: plain data, so that what is
 * decided from it can be decided again. What no condition asks for is left out.
 */
export interface BesideContact {
  /** What the contact has, and what happened to it. */
  related?: RelatedSources | undefined;
  /** Those that the contact is in, of the segments that a condition names. */
  segments?: readonly string[] | undefined;
}

/** Whether a condition quantifies over what a contact has, counts it, or names segments. */
export const asksBeside = (reads: ConditionReads | undefined): reads is ConditionReads =>
  reads !== undefined && (reads.related.size > 0 || reads.segments.size > 0);

// Every rule of an event is asked about the same, which is put together once.
const put = new WeakMap<RelatedSources, Related>();
const relatedOf = (sources: RelatedSources): Related => {
  const known = put.get(sources) ?? relatedFrom(sources);
  put.set(sources, known);
  return known;
};

/** That, in the places where conditions look for it. */
export const askedBeside = ({ related, segments }: BesideContact): Pick<Subject, 'related' | 'inSegment'> => ({
  ...(related && { related: relatedOf(related) }),
  ...(segments && { inSegment: (segment: string) => ({ held: segments.includes(segment) }) }),
});
