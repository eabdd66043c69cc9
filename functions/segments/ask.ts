import { contactSubject } from '#functions/segments/load-related.ts';
import { asksContactAlone, seesEverything, sightOf } from '#functions/segments/sight.ts';
import { compiledGeneration } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import {
  askSegment,
  type CompiledGeneration,
  generationOf,
  isEmpty,
  nobody,
} from '#shared/automation/segments/generation.ts';
import type { SegmentState } from '#shared/automation/segments/standing.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Evaluation } from '#shared/core/conditions/evaluate.ts';

/** The generation of a segment that readers see: of one that was never filled, that of nobody. */
export const readersGeneration = (
  services: Services,
  segment: string,
  state: SegmentState | undefined,
): Promise<CompiledGeneration> => compiledGeneration(services, segment, state?.live ?? nobody);

/** Whether a segment is read by the definition that it has now, with nothing left to fill. */
export const isSettled = async (
  { definitions }: Services,
  segment: string,
  state: SegmentState | undefined,
): Promise<boolean> => {
  const wanted = await generationOf(definitions, segment);
  return state ? state.live?.id === wanted.id && !state.building : isEmpty(wanted);
};

/** Whether a caller may know every member of a segment, and so how many there are. */
export const mayKnowAllOf = (caller: Person, { reads }: CompiledGeneration): boolean =>
  seesEverything(caller) || asksContactAlone(reads);

/** Asks about a contact by the records that a caller may see. */
export const askForCaller = async (
  services: Services,
  { caller, contact, generation }: { caller: Person; contact: Contact; generation: CompiledGeneration },
): Promise<Evaluation> => {
  const about = { reads: generation.reads, sight: await sightOf(services, caller) };
  return askSegment(generation, await contactSubject(services.table, contact, about), services.now());
};
