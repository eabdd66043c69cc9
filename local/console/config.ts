/**
 * What `config.json` says of this machine: tokens carry the issuer's name that the template says,
 * but its pages are where this stack is.
 */
export const consoleHere =
  (url: string) =>
  (key: string, content: Buffer): Buffer => {
    if (key !== 'config.json') return content;
    const discovery = `${url}/_local/issuer/.well-known/openid-configuration`;
    return Buffer.from(JSON.stringify({ ...JSON.parse(content.toString('utf8')), discovery, local: true }));
  };
