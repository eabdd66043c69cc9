import { foldAddress } from '#shared/core/records/address.ts';

// SES writes what SPF, DKIM and DMARC say on top of a mail (RFC 8601). Its sender may have written
// such a header below it, so only the first one counts, and only SES's.

const ours = 'amazonses.com';

/**
 * What SES found by one method, with what it looked at: `dkim`, `pass`, `header.d` → `example.edu`.
 */
interface Result {
  method: string;
  result: string;
  properties: ReadonlyMap<string, string>;
}

/**
 * The parts of the header between semicolons, without comments. What stands in quotes is covered
 * up: a sender chooses the address that SES quotes there, and could write a result into it.
 */
const partsOf = (value: string): string[] => {
  const parts = [''];
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '\\') at += 1;
    else if (depth === 0 && character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '(') depth += 1;
    else if (!isQuoted && character === ')') depth = Math.max(0, depth - 1);
    if (depth > 0 || character === ')') continue;
    if (character === ';' && !isQuoted) parts.push('');
    else parts.push(parts.pop() + (isQuoted ? '_' : character));
  }
  return parts.map((part) => part.split(/\s+/).join(' ').replaceAll(' =', '=').replaceAll('= ', '=').trim());
};

const methods: ReadonlySet<string> = new Set(['spf', 'dkim', 'dmarc']);

const pairsOf = (part: string): [string, string][] =>
  part.split(' ').flatMap((token): [string, string][] => {
    const equals = token.indexOf('=');
    return equals <= 0 ? [] : [[foldAddress(token.slice(0, equals)), token.slice(equals + 1)]];
  });

/**
 * The results in a header of SES; undefined where it is somebody else's. SES divides a result from
 * its properties by semicolons, too.
 */
export const resultsOf = (header: string | undefined): Result[] | undefined => {
  const [server = '', ...parts] = partsOf(header ?? '');
  if (foldAddress(server.split(' ')[0] ?? '') !== ours) return undefined;
  const results: (Result & { properties: Map<string, string> })[] = [];
  for (const part of parts) {
    const [first, ...rest] = pairsOf(part);
    if (!first) continue;
    const [name, value] = first;
    const isResult = methods.has(name);
    if (isResult) results.push({ method: name, result: foldAddress(value), properties: new Map() });
    for (const [key, property] of isResult ? rest : [first, ...rest]) results.at(-1)?.properties.set(key, property);
  }
  return results;
};

/** The domain of an address; of what has no @ the whole is one. */
const domainOf = (address: string): string => foldAddress(address.slice(address.lastIndexOf('@') + 1));

/** Whether two domains are below one that somebody registered. */
const alignment = async (): Promise<(domain: string, from: string) => boolean> => {
  // Most domains have DMARC, and the list of all suffixes is a tenth of the function.
  const { getDomain } = await import('tldts');
  const registered = (domain: string): string => getDomain(domain, { allowPrivateDomains: true }) ?? domain;
  return (domain, from) => domain !== '' && registered(domain) === registered(from);
};

/**
 * Whether SES says that a mail from this address is from its domain: DMARC passes, or SPF or DKIM
 * does for that domain.
 */
export const isConfirmedBy = async (results: readonly Result[], address: string): Promise<boolean> => {
  const from = domainOf(address);
  const of = (method: string) => results.filter((one) => one.method === method);
  const property = ({ properties }: Result, ...names: string[]) =>
    names.map((name) => properties.get(name)).find((value) => value !== undefined);
  const dmarc = of('dmarc');
  if (dmarc.some(({ result }) => result === 'fail')) return false;
  if (dmarc.some(({ result }) => result === 'pass'))
    return dmarc.every((one) => one.result === 'pass' && domainOf(property(one, 'header.from') ?? from) === from);
  const isAligned = await alignment();
  const dkim = of('dkim');
  // SES says none where there is no signature: then none passes, also beside other entries.
  const isSigned = !dkim.some(({ result }) => result === 'none');
  const spf = of('spf');
  return (
    (isSigned &&
      dkim.some(
        (one) => one.result === 'pass' && isAligned(domainOf(property(one, 'header.d', 'header.i') ?? ''), from),
      )) ||
    (spf.length === 1 &&
      spf.every(
        (one) =>
          one.result === 'pass' && isAligned(domainOf(property(one, 'smtp.mailfrom', 'envelope-from') ?? ''), from),
      ))
  );
};

/** Whether SES says that the domain of the sender disowns the mail. */
export const isDisowned = (results: readonly Result[]): boolean =>
  results.some(({ method, result }) => method === 'dmarc' && result === 'fail');
