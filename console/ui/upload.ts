/** Where an announced file is put, as the API says it. */
interface UploadPlace {
  method: string;
  url: string;
  headers: Record<string, string>;
}

/**
 * Puts a file where it was announced to be put, saying how far it is (0 to 1): `fetch` does not
 * tell that yet.
 */
export const putFile = (place: UploadPlace, file: Blob, progress: (part: number) => void): Promise<void> =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total === 0 ? 1 : loaded / total));
    request.addEventListener('load', () =>
      request.status < 300 ? done() : fail(new Error(`${request.status} ${request.statusText}`)),
    );
    request.addEventListener('error', () => fail(new TypeError('the file did not arrive')));
    request.send(file);
  });
