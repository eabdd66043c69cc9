// Asked for one behind the other, some hundred objects take longer than a function may run.
const sideBySide = 8;

/** What is read of things, in their order; the next ones are being read already. */
export async function* inOrder<T, R>(things: Iterable<T>, read: (thing: T) => Promise<R>): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  for (const thing of things) {
    if (underWay.length === sideBySide) yield (await underWay.shift()) as R;
    const one = read(thing);
    // Its reader hears of a failure, unless there is none any more.
    one.catch(() => {});
    underWay.push(one);
  }
  for (const one of underWay) yield one;
}
