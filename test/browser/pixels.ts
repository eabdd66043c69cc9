import type { Locator } from 'playwright-core';

/** Red, green and blue. */
type Colour = readonly [number, number, number];

interface Pixels {
  width: number;
  height: number;
  /** The place of each pixel that is nearly of the colour. */
  places: [x: number, y: number][];
}

// Edges are smoothed, and what is drawn on top may let a little through.
const nearly = 45;

/** Where something is of a colour, as one sees it. */
export const pixelsOf = async (shown: Locator, colour: Colour, within = nearly): Promise<Pixels> => {
  const png = (await shown.screenshot()).toString('base64');
  // Whoever decodes the picture anyway: the browser.
  return shown.page().evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${png}'), (one) => one.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(width, height).getContext('2d');
    canvas.drawImage(await createImageBitmap(new Blob([bytes])), 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    const places = [];
    for (let at = 0; at < data.length; at += 4)
      if (${JSON.stringify(colour)}.every((part, index) => Math.abs(data[at + index] - part) <= ${within}))
        places.push([(at / 4) % width, Math.floor(at / 4 / width)]);
    return { width, height, places };
  })()`);
};

/** The part of it that is of a colour. */
export const shareOf = async (shown: Locator, colour: Colour): Promise<number> => {
  const { width, height, places } = await pixelsOf(shown, colour, 3);
  return places.length / (width * height);
};
