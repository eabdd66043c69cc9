interface PolicySources {
  /** Origins that pages fetch from, beside their own. */
  connectTo: readonly string[];
  filesOrigin: string;
  basemap?: string | undefined;
}

// React Aria writes one rule for whatever can be pressed into the page: this and no other.
const styleOfPressables = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/**
 * What a page of the console may load and do: its own files, and what its deployment consists of.
 * No script stands in a page, no style is written in one, and no other host is spoken to.
 */
export const contentSecurityPolicy = ({ connectTo, filesOrigin, basemap }: PolicySources): string => {
  // A basemap beside the pages is their own file; one elsewhere is named in full.
  const mapOrigin = basemap !== undefined && URL.canParse(basemap) ? [new URL(basemap).origin] : [];
  const directives: Record<string, string[]> = {
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", styleOfPressables],
    'img-src': ["'self'", 'blob:', 'data:', filesOrigin],
    'connect-src': ["'self'", ...connectTo, filesOrigin, ...mapOrigin],
    'worker-src': ["'self'", 'blob:'],
    'form-action': ["'self'", ...connectTo],
    'frame-ancestors': ["'none'"],
    'base-uri': ["'none'"],
    'object-src': ["'none'"],
  };
  return Object.entries(directives)
    .map(([directive, sources]) => [directive, ...new Set(sources)].join(' '))
    .join('; ');
};
