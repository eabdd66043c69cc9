// Activities and appointments on a line of time, from the first to the last, with now between them.

export interface Planned {
  id: string;
  /** The instant it is planned for, or was done at. */
  at: string;
}

interface Axis<P extends Planned> {
  marks: { item: P /** 0 to 100. */; place: number }[];
  /** Where now is; none where it lies outside. */
  now: number;
  ticks: { at: string; place: number }[];
}

const day = 24 * 60 * 60_000;
const margin = 0.04;
const mostTicks = 6;
const spans = [1, 2, 7, 14, 30, 91, 182, 365, 730].map((days) => days * day);

/** Where each item stands on the line. There is none to draw of nothing. */
export const axisOf = <P extends Planned>(items: readonly P[], now: number): Axis<P> | undefined => {
  if (items.length === 0) return undefined;
  const instants = [...items.map(({ at }) => Date.parse(at)), now];
  const [first, last] = [Math.min(...instants), Math.max(...instants)];
  const width = Math.max(last - first, day);
  const begin = first - width * margin;
  const length = width * (1 + 2 * margin);
  const placeOf = (at: number): number => Math.round(((at - begin) / length) * 1000) / 10;
  const span = spans.find((one) => length / one <= mostTicks) ?? Math.ceil(length / mostTicks / day) * day;
  const ticks: { at: string; place: number }[] = [];
  for (let at = Math.ceil(begin / span) * span; at <= begin + length; at += span)
    ticks.push({ at: new Date(at).toISOString(), place: placeOf(at) });
  return { marks: items.map((item) => ({ item, place: placeOf(Date.parse(item.at)) })), now: placeOf(now), ticks };
};
