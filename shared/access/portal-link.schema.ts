/** Where a link into the portal is handed out. */
export const portalLinkVias = ['form', 'mail'] as const;
