/**
 * Somebody from outside who asks about what is theirs: the contact of their token, or the requester
 * of the one case that their link opens.
 */
export interface Requester {
  /** As cases name their requester, and as events name them as the actor. */
  id: string;
  /**
   * Every name that they may be kept out of a case under: the contact, and the `sub` of the token.
   */
  names: readonly string[];
  /** The one case that their link opens. */
  caseId?: string;
}
