import type admin from '#console/admin/messages/en.json';
import type alerts from '#console/alerts/messages/en.json';
import type caseRoom from '#console/case/messages/en.json';
import type contacts from '#console/contacts/messages/en.json';
import type dashboards from '#console/dashboards/messages/en.json';
import type common from '#console/i18n/messages/en.json';
import type local from '#console/local/messages/en.json';
import type map from '#console/map/messages/en.json';
import type portal from '#console/portal/messages/en.json';
import type records from '#console/records/messages/en.json';
import type search from '#console/search/messages/en.json';
import type why from '#console/why/messages/en.json';
import type work from '#console/work/messages/en.json';

/** Every message that there is, by room: `work.title`. */
export type MessageKey = keyof (typeof admin &
  typeof alerts &
  typeof caseRoom &
  typeof contacts &
  typeof dashboards &
  typeof common &
  typeof local &
  typeof map &
  typeof portal &
  typeof records &
  typeof search &
  typeof why &
  typeof work);
