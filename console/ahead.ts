import { isSignedIn } from '#console/app/signed-in.ts';
import { loadMessages, preferredLanguage } from '#console/i18n/languages.ts';

// The first script, which waits for no other: what this visitor will need is on its way beside the
// framework, not after it.

void loadMessages(preferredLanguage());
if (isSignedIn() && !location.pathname.startsWith('/portal')) {
  void import('#console/app/staff-frame.tsx');
  if (location.pathname === '/' || location.pathname === '/work') void import('#console/work/work-page.tsx');
}
