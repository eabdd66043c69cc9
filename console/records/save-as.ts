/** Hands a file to the reader, as their browser does. */
export const saveAs = (content: Blob, name: string): void => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = content instanceof File && content.name !== '' ? content.name : name;
  link.click();
  URL.revokeObjectURL(url);
};
