interface MayBeAnonymised {
  updatedAt: string;
  anonymisedAt?: string | undefined;
}

/** It was anonymised, and nobody has written anything into it since. */
export const saysNothing = ({ anonymisedAt, updatedAt }: MayBeAnonymised): boolean => anonymisedAt === updatedAt;
