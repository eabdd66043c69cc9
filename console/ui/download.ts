/** Hands a file to the browser's downloads. */
export const downloadFile = (file: File): void => {
  const url = URL.createObjectURL(file);
  const link = Object.assign(document.createElement('a'), { href: url, download: file.name });
  link.click();
  URL.revokeObjectURL(url);
};
