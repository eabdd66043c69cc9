const hour = 60 * 60_000;

interface Times {
  startsAt: string | undefined;
  endsAt: string | undefined;
}

/**
 * When an appointment ends that is now to begin at an instant: an hour later, unless somebody chose
 * an end that is still behind it. An hour after the last beginning was proposed, not chosen.
 */
export const endFor = (at: string, { startsAt, endsAt }: Times): string => {
  const begins = Date.parse(at);
  const ends = endsAt === undefined ? undefined : Date.parse(endsAt);
  const isProposed = startsAt !== undefined && ends === Date.parse(startsAt) + hour;
  if (endsAt === undefined || ends === undefined || ends <= begins || isProposed)
    return new Date(begins + hour).toISOString();
  return endsAt;
};
