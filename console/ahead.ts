import { askAhead } from '#console/app/asked-ahead.ts';
import { isSignedIn } from '#console/app/signed-in.ts';
import { loadMessages, preferredLanguage } from '#console/i18n/languages.ts';

// The first script, which waits for no other: what this visitor will need is on its way beside the
// framework, not after it.

const staff = () => void import('#console/app/staff.ts');

const { pathname, search } = location;
void loadMessages(preferredLanguage());
if (pathname === '/signed-in') {
  void import('#console/app/welcome.tsx');
  staff();
} else if (!isSignedIn()) {
  if (pathname === '/') void import('#console/app/welcome.tsx');
} else if (pathname === '/' || pathname === '/work') {
  staff();
  askAhead([
    '/v1/me',
    ...(search === '' ? ['/v1/cases?view=mine&sort=dueAt&limit=50'] : []),
    '/v1/priorities?limit=200',
    '/v1/case-types?limit=200',
  ]);
} else if (pathname === '/portal') {
  void import('#console/app/portal-frame.tsx');
  void import('#console/portal/my-cases-page.tsx');
  askAhead(['/v1/me/cases?limit=25']);
} else if (!pathname.startsWith('/portal/')) staff();
