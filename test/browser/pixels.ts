import type { Locator } from 'playwright-core';

/** Red, green and blue, and by how much each may differ: edges are smoothed, marks not opaque. */
type Colour = readonly [red: number, green: number, blue: number, within: number];

interface Coloured {
  /** The part of all pixels that are of the colour. */
  share: number;
  /** Where the first thousand of them are. */
  places: [x: number, y: number][];
}

/** What one sees of each colour, by the browser, which has decoded the picture anyway. */
export const pixelsOf = async (shown: Locator, ...colours: Colour[]): Promise<Coloured[]> => {
  const png = (await shown.screenshot()).toString('base64');
  return shown.page().evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${png}'), (one) => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const { width, height } = image;
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    return ${JSON.stringify(colours)}.map(([red, green, blue, within]) => {
      const isOf = (at, part) => Math.abs(data[at] - part) <= within;
      const places = [];
      for (let at = 0; at < data.length; at += 4)
        if (isOf(at, red) && isOf(at + 1, green) && isOf(at + 2, blue))
          places.push([(at / 4) % width, Math.floor(at / 4 / width)]);
      return { share: places.length / (width * height), places: places.slice(0, 1000) };
    });
  })()`);
};
