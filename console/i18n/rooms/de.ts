import { joined } from '#console/i18n/rooms/joined.ts';

export default joined(
  import.meta.glob(['../../*/messages/de.json', '!**/admin/**'], { eager: true, import: 'default' }),
);
